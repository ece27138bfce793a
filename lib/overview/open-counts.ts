import type { Ctx } from '#lib/access/context.ts';
import { addDays, instantsOf } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { EVERY_RECORD, type RecordCount, type RecordFilter } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import type { InboxFigure, KindFigures, Period } from './overview-contract.ts';

/** What lies outside of the period is counted up to here: "1,000+". Its list counts it whole. */
const OUTSIDE_MAX = 1_000;

type OutsideCounts = Pick<KindFigures, 'undated' | 'pendingBefore' | 'failedBefore'>;

/** Counts what a period leaves out: records without a document date, and what is open still from before it. */
export async function countOutside(ctx: Ctx, tx: TenantTx, { from }: Period): Promise<Record<Kind, OutsideCounts>> {
  const before: RecordFilter = { ...EVERY_RECORD, documentTo: addDays(from, -1) };
  const filters = (kind: Kind): Record<keyof OutsideCounts, RecordFilter> => ({
    undated: { ...EVERY_RECORD, kinds: [kind], flags: ['no_document_date'] },
    pendingBefore: { ...before, kinds: [kind], syncStatus: 'pending' },
    failedBefore: { ...before, kinds: [kind], syncStatus: 'failed' },
  });
  const columns: Prisma.Sql[] = [];
  for (const kind of KINDS) {
    for (const [name, filter] of Object.entries(filters(kind))) {
      const outside = await matchingRecords(ctx, tx, filter, Prisma.sql`1`);
      const limited = Prisma.sql`SELECT 1 FROM (${outside}) u LIMIT ${OUTSIDE_MAX + 1}::int`;
      columns.push(Prisma.sql`(SELECT count(*)::int FROM (${limited}) c) AS ${Prisma.raw(`"${kind} ${name}"`)}`);
    }
  }
  const [row] = await tx.$queryRaw<[Record<string, number>]>`SELECT ${Prisma.join(columns)}`;
  const countOf = (kind: Kind, name: keyof OutsideCounts) => upTo(row[`${kind} ${name}`] ?? 0);
  return Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      {
        undated: countOf(kind, 'undated'),
        pendingBefore: countOf(kind, 'pendingBefore'),
        failedBefore: countOf(kind, 'failedBefore'),
      },
    ]),
  ) as Record<Kind, OutsideCounts>;
}

/**
 * Counts what came in and is in no list, by the tenant's days on which it came: a document date is not known of an
 * attempt without its record, nor of what was refused.
 */
export async function countInbox(
  ctx: Ctx,
  tx: TenantTx,
  period: Period,
): Promise<{ unmatched: InboxFigure; rejected: InboxFigure }> {
  const { from, before } = instantsOf(period, ctx.tenant.timeZone);
  const limited = (rows: Prisma.Sql, when: Prisma.Sql) =>
    Prisma.sql`(SELECT count(*)::int FROM (SELECT 1 FROM ${rows} AND ${when} LIMIT ${OUTSIDE_MAX + 1}::int) c)`;
  const unmatched = Prisma.sql`sync_attempt WHERE tenant_id = ${ctx.tenantId}::uuid AND record_id IS NULL`;
  const rejected = Prisma.sql`rejected_item WHERE tenant_id = ${ctx.tenantId}::uuid`;
  const [row] = await tx.$queryRaw<[Record<'unmatched' | 'unmatchedBefore' | 'rejected' | 'rejectedBefore', number>]>`
    SELECT ${limited(unmatched, Prisma.sql`attempted_at >= ${from}::timestamptz AND attempted_at < ${before}::timestamptz`)} AS unmatched,
           ${limited(unmatched, Prisma.sql`attempted_at < ${from}::timestamptz`)} AS "unmatchedBefore",
           ${limited(rejected, Prisma.sql`last_at >= ${from}::timestamptz AND last_at < ${before}::timestamptz`)} AS rejected,
           ${limited(rejected, Prisma.sql`last_at < ${from}::timestamptz`)} AS "rejectedBefore"`;
  return {
    unmatched: { inPeriod: upTo(row.unmatched), before: upTo(row.unmatchedBefore) },
    rejected: { inPeriod: upTo(row.rejected), before: upTo(row.rejectedBefore) },
  };
}

function upTo(count: number): RecordCount {
  return count > OUTSIDE_MAX ? { count: OUTSIDE_MAX, isExact: false } : { count, isExact: true };
}
