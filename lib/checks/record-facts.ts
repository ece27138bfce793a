import type { Ctx } from '#lib/access/context.ts';
import type { Day } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind, statusNumber, TAB_OF_KIND } from '#lib/records/kinds.ts';
import type { ClosedRecords } from './rules/closed-periods.ts';
import type { RecordNeeds } from './rules/plan.ts';

/** So many of the newest records of each kind and status tell what the company is needed for. */
const SAMPLE = 100;
/** So many records of each kind and status are counted; of more it is said that there are more. */
const COUNTED_MAX = 100_000;

/** The connection that is checked, and whether the tenant has others, whose records are not counted. */
export type OwnRecords = { connectionId: string; isOnlyOne: boolean };

/** Gives what the newest records need of the company: bills, payments, currencies, tracking. */
export async function readNeeds(ctx: Ctx, tx: TenantTx, own: OwnRecords): Promise<RecordNeeds> {
  const [row] = await tx.$queryRaw<[{ count: number; kinds: Kind[]; currencies: string[]; tracking: boolean }]>`
    WITH newest AS MATERIALIZED (
      SELECT r.id, r.kind, r.currency
        FROM unnest(${[...KINDS]}::text[]) AS k(kind) CROSS JOIN unnest(ARRAY[0, 1, 2]::smallint[]) AS s(status)
       CROSS JOIN LATERAL (
         SELECT n.id, n.kind, n.currency, n.connection_id FROM sync_record n
          WHERE n.tenant_id = ${ctx.tenantId}::uuid AND n.kind = k.kind AND n.sync_status = s.status
            AND n.excluded_at IS NULL
          ORDER BY n.list_date DESC, n.id DESC LIMIT ${SAMPLE}::int) r
       WHERE ${ofConnection(own)})
    SELECT count(*)::int AS count, coalesce(array_agg(DISTINCT kind), '{}') AS kinds,
           coalesce(array_agg(DISTINCT currency::text) FILTER (WHERE currency IS NOT NULL), '{}') AS currencies,
           EXISTS (SELECT FROM newest n JOIN sync_record_line l
                       ON l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = n.id AND l.tracking <> '[]') AS tracking
      FROM newest`;
  return {
    lookedAt: row.count,
    invoices: row.kinds.includes('invoice'),
    bills: row.kinds.includes('bill'),
    payments: row.kinds.includes('invoice_payment'),
    billPayments: row.kinds.includes('bill_payment'),
    currencies: row.currencies,
    tracking: row.tracking,
  };
}

type ClosedRow = { kind: Kind; status: 'pending' | 'failed'; currency: string | null; count: number; amount: string };

/** Gives the pending and failed records that are dated on or before a day, by one index alone where all are of one company. */
export async function readClosedRecords(ctx: Ctx, tx: TenantTx, own: OwnRecords, day: Day): Promise<ClosedRecords[]> {
  const column = own.isOnlyOne ? Prisma.empty : Prisma.sql`, n.connection_id`;
  const dated = (kind: Kind, status: 'pending' | 'failed') => Prisma.sql`
    (SELECT ${Prisma.raw(`'${kind}' AS kind, '${status}' AS status`)}, r.currency, count(*)::int AS count,
            coalesce(sum(r.amount), 0)::numeric(30,4)::text AS amount
       FROM (SELECT n.currency, n.amount ${column} FROM sync_record n
              WHERE n.tenant_id = ${ctx.tenantId}::uuid AND n.kind = ${kind}
                AND n.sync_status = ${statusNumber(status)}::smallint AND n.excluded_at IS NULL
                AND n.document_date <= ${day}::date
              -- the order of the index that has all that is asked for
              ORDER BY n.document_date LIMIT ${COUNTED_MAX}::int) r
      WHERE ${ofConnection(own)} GROUP BY r.currency)`;
  const parts = KINDS.flatMap((kind) => [dated(kind, 'pending'), dated(kind, 'failed')]);
  const rows = await tx.$queryRaw<ClosedRow[]>(Prisma.join(parts, ' UNION ALL '));
  return [...Map.groupBy(rows, ({ kind, status }) => `${kind} ${status}`).values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { kind, status } = first;
    const count = of.reduce((sum, row) => sum + row.count, 0);
    const money = of.map(({ currency, amount }) => ({ currency, amount: storedAmount(amount) }));
    return [{ kind, status, count, isExact: count < COUNTED_MAX, money, path: pathOf(kind, status, day, own) }];
  });
}

/** Where these records are listed: of every sync date, since only the document's date matters here. */
function pathOf(kind: Kind, status: 'pending' | 'failed', day: Day, own: OwnRecords): string {
  const query = new URLSearchParams({ status, docTo: day });
  if (status === 'failed') query.set('from', 'any');
  if (!own.isOnlyOne) query.set('connection', own.connectionId);
  return `history/${TAB_OF_KIND[kind]}?${query}`;
}

/** Records that name no connection are of the only one, and of each where there are several. */
function ofConnection({ connectionId, isOnlyOne }: OwnRecords): Prisma.Sql {
  if (isOnlyOne) return Prisma.sql`TRUE`;
  return Prisma.sql`(r.connection_id IS NULL OR r.connection_id = ${connectionId}::uuid)`;
}
