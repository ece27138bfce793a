import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Party, Sum } from './comparison-contract.ts';
import type { ComparisonPlace } from './comparison-place.ts';

/** Names of records that are complete count for so long, since the next document will carry them too. */
const RECENT_DAYS = 90;

/** So many different addresses of one name are looked at. */
const EMAILS_MAX = 5;

const KINDS: Record<Party, readonly string[]> = {
  payer: ['invoice', 'invoice_payment'],
  billing_org: ['bill', 'bill_payment'],
};

/** A name as records have it, letter by letter, with what depends on it. */
export type NameOnRecords = {
  party: Party;
  name: string;
  emails: string[];
  records: number;
  openRecords: number;
  openMoney: Sum[];
};

/**
 * Gives the names of the payers of invoices and of the billing organisations of bills, and of their payments: of what is
 * pending or failed, and of what was completed lately.
 */
export function readNames(ctx: Ctx, tx: TenantTx, place: ComparisonPlace): Promise<NameOnRecords[]> {
  const branches = (['payer', 'billing_org'] as const).flatMap((party) => [
    branch(ctx, place, party, Prisma.sql`r.sync_status = ANY ('{0,2}'::smallint[])`),
    branch(
      ctx,
      place,
      party,
      Prisma.sql`r.sync_status = 1 AND r.list_date >= now() - make_interval(days => ${RECENT_DAYS}::int)`,
    ),
  ]);
  return tx.$queryRaw<NameOnRecords[]>`
    SELECT q.* FROM (WITH named AS (${Prisma.join(branches, ' UNION ALL ')}),
    money AS (
      SELECT party, name, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) ORDER BY currency) AS sums
        FROM (SELECT party, name, currency, sum(amount)::numeric(30,4)::text AS amount
                FROM named WHERE is_open AND amount IS NOT NULL GROUP BY party, name, currency) s
       GROUP BY party, name
    )
    SELECT n.party, n.name, n.emails, n.records, n."openRecords", coalesce(m.sums, '[]') AS "openMoney"
      FROM (SELECT party, name, count(*)::int AS records, (count(*) FILTER (WHERE is_open))::int AS "openRecords",
                   coalesce((array_agg(DISTINCT email) FILTER (WHERE email <> ''))[1:${EMAILS_MAX}::int], '{}') AS emails
              FROM named GROUP BY party, name) n
      LEFT JOIN money m USING (party, name)) q`;
}

/** One of few ranges of an index each, since a condition on several at once would read all. */
function branch({ tenantId }: Ctx, place: ComparisonPlace, party: Party, which: Prisma.Sql): Prisma.Sql {
  const [name, email] = [Prisma.raw(`r.${party}`), Prisma.raw(`r.${party}_email`)];
  return Prisma.sql`
    SELECT ${party} AS party, ${name} COLLATE "C" AS name, ${email} AS email, r.amount, r.currency, r.sync_status <> 1 AS is_open
      FROM sync_record r
     WHERE r.tenant_id = ${tenantId}::uuid AND r.kind = ANY (${KINDS[party]}::text[]) AND ${which}
       AND r.excluded_at IS NULL AND btrim(${name}) <> '' AND ${ofConnection(place)}`;
}

/** Records of a connection; those that name none too, where there is no doubt. */
export function ofConnection({ connectionId, hasUnnamed }: ComparisonPlace): Prisma.Sql {
  return hasUnnamed
    ? Prisma.sql`(r.connection_id = ${connectionId}::uuid OR r.connection_id IS NULL)`
    : Prisma.sql`r.connection_id = ${connectionId}::uuid`;
}
