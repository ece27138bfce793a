import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LIST_TYPES, LIST_WORDS, type ListType } from './list-contract.ts';

type Row = {
  id: string;
  ledger: string;
  environment: string;
  companyId: string;
  companyName: string;
  status: string;
  lists: { type: ListType; readAt: string; active: number }[];
};

/** Gives what `GET /connections` answers: the companies, and which of their lists were read from beginning to end. */
export async function queryConnections(ctx: Ctx) {
  requirePermission(ctx, 'reference:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT c.id, c.ledger, c.environment, c.company_id AS "companyId", c.company_name AS "companyName", c.status,
             coalesce((SELECT json_agg(json_build_object(
                                'type', r.type, 'readAt', coalesce(CASE WHEN r.state = 'read' THEN r.ended_at END, r.whole_at),
                                'active', (SELECT count(*) FROM ledger_item i
                                            WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.connection_id = c.id
                                              AND i.type = r.type AND i.is_active AND i.gone_at IS NULL)) ORDER BY r.type)
                         FROM ledger_reading r
                        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.connection_id = c.id
                          AND r.type = ANY (${LIST_TYPES}) AND r.whole_at IS NOT NULL), '[]') AS lists
        FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid
       ORDER BY lower(c.company_name), c.id`,
  );
  const connections = rows.map(({ lists, ...connection }) => ({
    ...connection,
    lists: lists.map(({ type, readAt, active }) => ({
      type: LIST_WORDS[type].slug,
      readAt: new Date(readAt).toISOString(),
      active,
    })),
  }));
  return { connections };
}
