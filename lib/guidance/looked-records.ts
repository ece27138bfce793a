import type { Ctx } from '#lib/access/context.ts';
import { toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import type { StepExample } from './guidance-contract.ts';

/** So many of each kind and status are looked at, the newest first: what is wrong now shows in them. */
const LOOKED_PER_LIST = 2_000;
/** Among so many of the newest those of one connection are looked for, which may be few. */
const SEARCHED_PER_LIST = 10_000;
const EXAMPLES = 8;
const CURRENCIES = 4;

/** Which records a guided run looks at. */
export type LookedScope = { connectionId: string | null; recordId: string | null };

/** What some of the looked-at records have in common. */
export type Found = { lookedAt: number; records: number; money: string[]; examples: StepExample[] };

/**
 * Gives the relation of the newest records of some statuses (0 pending, 1 complete, 2 failed) that a run is about, each
 * list read from its index. A record that names no connection counts where there is only one.
 */
export function lookedRecords(ctx: Ctx, scope: LookedScope, statuses: readonly number[]): Prisma.Sql {
  const { connectionId, recordId } = scope;
  const own = Prisma.sql`r.tenant_id = ${ctx.tenantId}::uuid AND r.excluded_at IS NULL`;
  if (recordId !== null) {
    return Prisma.sql`SELECT r.* FROM sync_record r WHERE ${own} AND r.id = ${recordId}::uuid AND r.sync_status = ANY (${[...statuses]}::smallint[])`;
  }
  const newest = (kind: Kind, status: number, limit: number) => Prisma.sql`SELECT r.* FROM sync_record r
    WHERE ${own} AND r.kind = ${kind} AND r.sync_status = ${Prisma.raw(`${status}::smallint`)}
    ORDER BY r.list_date DESC, r.id DESC LIMIT ${limit}::int`;
  const isOfConnection = Prisma.sql`(r.connection_id = ${connectionId}::uuid OR r.connection_id IS NULL
    AND (SELECT count(*) = 1 FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid))`;
  const lists = KINDS.flatMap((kind) =>
    statuses.map((status) =>
      connectionId === null
        ? Prisma.sql`(${newest(kind, status, LOOKED_PER_LIST)})`
        : Prisma.sql`(SELECT r.* FROM (${newest(kind, status, SEARCHED_PER_LIST)}) r WHERE ${isOfConnection}
                       LIMIT ${LOOKED_PER_LIST}::int)`,
    ),
  );
  return Prisma.join(lists, ' UNION ALL ');
}

/** Gives how many of the looked-at records meet a condition over `r` (null: all), with their money and some of them by name. */
export async function findAmong(tx: TenantTx, looked: Prisma.Sql, condition: Prisma.Sql | null): Promise<Found> {
  const [row] = await tx.$queryRaw<[StoredFound]>`
    WITH looked AS MATERIALIZED (${looked}), hit AS MATERIALIZED (SELECT r.* FROM looked r WHERE ${condition ?? Prisma.sql`true`})
    SELECT (SELECT count(*)::int FROM looked) AS "lookedAt", (SELECT count(*)::int FROM hit) AS records,
           (SELECT coalesce(json_agg(m), '[]') FROM (
              SELECT currency, sum(amount)::numeric(30,4)::text AS amount FROM hit WHERE currency IS NOT NULL AND amount IS NOT NULL
               GROUP BY currency ORDER BY count(*) DESC, currency LIMIT ${CURRENCIES}::int) m) AS money,
           (SELECT coalesce(json_agg(e), '[]') FROM (
              SELECT id, kind, coalesce(number, external_key) AS number FROM hit
               ORDER BY list_date DESC, id DESC LIMIT ${EXAMPLES}::int) e) AS examples`;
  return { ...row, money: row.money.map(({ currency, amount }) => `${plainAmount(amount)} ${currency}`) };
}

type StoredFound = Omit<Found, 'money'> & { money: { currency: string; amount: string }[] };

/** Two decimals at least, and no zeros beyond them. */
function plainAmount(amount: string): string {
  return toAmount(amount).replace(/(\.\d{2}\d*?)0+$/, '$1');
}
