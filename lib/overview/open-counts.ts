import type { Ctx } from '#lib/access/context.ts';
import { addDays } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { countInboxParts, totalOf } from '#lib/inbox/count-inbox.ts';
import { ALL_WAITING, type InboxPart } from '#lib/inbox/inbox-contract.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { EVERY_RECORD, type RecordCount, type RecordFilter } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import type { InboxFigure, KindFigures, Overview, Period } from './overview-contract.ts';

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
 * Counts what waits in the inbox: all of it, and by the tenant's days on which it came, since no document date is known
 * of what has no record.
 */
export async function countWaiting(ctx: Ctx, tx: TenantTx, { from, to }: Period): Promise<Pick<Overview, 'inbox'>> {
  const [all, inPeriod, before] = await countInboxParts(ctx, tx, [
    ALL_WAITING,
    { ...ALL_WAITING, from, to },
    { ...ALL_WAITING, to: addDays(from, -1) },
  ] as const);
  const figureOf = (part: InboxPart): InboxFigure => ({ inPeriod: inPeriod[part], before: before[part] });
  return {
    inbox: {
      waiting: totalOf(all),
      unmatched: figureOf('unmatched'),
      rejected: figureOf('rejected'),
      payloads: figureOf('payloads'),
    },
  };
}

function upTo(count: number): RecordCount {
  return count > OUTSIDE_MAX ? { count: OUTSIDE_MAX, isExact: false } : { count, isExact: true };
}
