import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { LinkReport, ListedConnection } from './connection-contract.ts';

/** What stands in the way of syncing comes first. */
const ORDER = Prisma.sql`
  CASE c.status WHEN 'lost' THEN 0 WHEN 'connected' THEN 1 WHEN 'not_connected' THEN 2 ELSE 3 END,
  lower(c.company_name), c.id`;

type Row = Omit<
  ListedConnection,
  'statusSince' | 'connectedAt' | 'refreshEndsAt' | 'hardEndsAt' | 'endsWhenClearAt' | 'reports'
> & {
  statusSince: Date;
  connectedAt: Date | null;
  refreshEndsAt: Date | null;
  hardEndsAt: Date | null;
  endsWhenClearAt: Date | null;
  reports: LinkReport[] | null;
};

/** Gives every connection of the tenant, those that are lost first, each with what sync jobs last said of it. */
export async function listConnections(ctx: Ctx): Promise<ListedConnection[]> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT c.id, c.ledger, c.environment, c.company_id AS "companyId", c.company_name AS "companyName", c.status,
             c.status_since AS "statusSince", c.status_reason AS "statusReason", c.connected_at AS "connectedAt",
             c.connected_by_name AS "connectedByName", c.ends_when_clear_at AS "endsWhenClearAt",
             c.company ->> 'country' AS country, c.company ->> 'homeCurrency' AS "homeCurrency",
             c.company ->> 'plan' AS plan,
             CASE WHEN c.status = 'connected' THEN g.refresh_ends_at END AS "refreshEndsAt",
             CASE WHEN c.status = 'connected' THEN g.hard_ends_at END AS "hardEndsAt",
             EXISTS (SELECT FROM connection_outage o
                      WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.connection_id = c.id
                        AND o.ended_at IS NULL) AS "hasOpenOutage",
             (SELECT json_agg(json_build_object('source', s.slug, 'sourceName', s.name, 'state', l.state,
                                                'message', l.message, 'checkedAt', l.checked_at) ORDER BY s.slug)
                FROM source s
               CROSS JOIN LATERAL (
                      SELECT p.state, p.message, p.checked_at FROM connection_report p
                       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.connection_id = c.id AND p.source_id = s.id
                       ORDER BY p.checked_at DESC, p.id DESC LIMIT 1) l
               WHERE s.tenant_id = ${ctx.tenantId}::uuid) AS reports
        FROM connection c
        LEFT JOIN ledger_grant g ON g.tenant_id = ${ctx.tenantId}::uuid AND g.id = c.grant_id
       WHERE c.tenant_id = ${ctx.tenantId}::uuid
       ORDER BY ${ORDER}`,
  );
  return rows.map(({ reports, ...row }) => ({
    ...row,
    statusSince: row.statusSince.toISOString(),
    connectedAt: row.connectedAt?.toISOString() ?? null,
    refreshEndsAt: row.refreshEndsAt?.toISOString() ?? null,
    hardEndsAt: row.hardEndsAt?.toISOString() ?? null,
    endsWhenClearAt: row.endsWhenClearAt?.toISOString() ?? null,
    reports: (reports ?? []).map((report) => ({ ...report, checkedAt: new Date(report.checkedAt).toISOString() })),
  }));
}

/** Gives how many connections are lost, or have something that does not work: what the navigation warns of. */
export async function countTroubledConnections(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'connection:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM connection c
       WHERE c.tenant_id = ${ctx.tenantId}::uuid
         AND (c.status = 'lost'
              OR c.status = 'connected'
                 AND EXISTS (SELECT FROM connection_outage o
                              WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.connection_id = c.id
                                AND o.ended_at IS NULL))`,
  );
  return row.count;
}
