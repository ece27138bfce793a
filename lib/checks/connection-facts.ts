import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { CallDay, CheckedConnection } from './facts.ts';

type Row = Omit<CheckedConnection, 'company' | 'grant'> & {
  company: CompanyFacts | Record<string, never>;
  grantId: string | null;
} & NonNullable<CheckedConnection['grant']>;

/** Gives what is stored of a connection and its authorisation. Throws `not_found`. */
export async function readCheckedConnection(ctx: Ctx, tx: TenantTx, id: string): Promise<CheckedConnection> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.id, c.ledger, c.environment, c.company_id AS "companyId", c.company_name AS "companyName", c.status,
           c.status_reason AS "statusReason", c.company, g.id AS "grantId", g.scopes, g.issued_at AS "issuedAt",
           g.refresh_ends_at AS "refreshEndsAt", g.hard_ends_at AS "hardEndsAt", g.dead_at AS "deadAt",
           g.dead_reason AS "deadReason", g.granted_by_name AS "grantedByName"
      FROM connection c
      LEFT JOIN ledger_grant g ON g.tenant_id = c.tenant_id AND g.id = c.grant_id
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${id}::uuid`;
  if (row === undefined) throw notFound('The connection');
  const { grantId, scopes, issuedAt, refreshEndsAt, hardEndsAt, deadAt, deadReason, grantedByName, company, ...own } =
    row;
  const grant = { scopes, issuedAt, refreshEndsAt, hardEndsAt, deadAt, deadReason, grantedByName };
  return {
    ...own,
    company: 'companyId' in company ? (company as CompanyFacts) : null,
    grant: grantId === null ? null : grant,
  };
}

/** Gives our calls to the company on the provider's day of a moment; null if none was made. */
export async function readCallDay(ctx: Ctx, tx: TenantTx, connectionId: string, now: Date): Promise<CallDay | null> {
  const [row] = await tx.$queryRaw<CallDay[]>`
    SELECT made, refused, day_left AS "dayLeft", minute_left AS "minuteLeft", held_until AS "heldUntil", seen_at AS "seenAt"
      FROM ledger_call_day
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
       AND day = ${now.toISOString().slice(0, 10)}::date`;
  return row ?? null;
}

/** Gives the ids of every connection of the tenant, of whatever status: records and outcomes may name any. */
export async function readConnectionIds(ctx: Ctx, tx: TenantTx): Promise<string[]> {
  const rows = await tx.connection.findMany({ where: { tenantId: ctx.tenantId }, select: { id: true } });
  return rows.map(({ id }) => id);
}
