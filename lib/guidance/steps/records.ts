import { waitWords } from '#lib/claims/claim-contract.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';
import { readSourceSettings, syncabilityOf, syncableStatuses } from '#lib/sources/source-settings.ts';
import { findAmong, lookedRecords } from '../looked-records.ts';
import { fine, recordsWords, type Step } from '../step-asked.ts';

const WAIT_REMEDY = {
  held: 'Nothing: a sync job works on it. What it reports is shown on the record.',
  source_status:
    'Bring it to a state that is synced in the source, or let an admin say under Settings that its state is.',
  document: 'Get the document that it pays into the ledger first.',
};

type StatusGroup = {
  kind: Kind;
  sourceId: string;
  slug: string;
  status: string | null;
  settings: unknown;
  records: number;
};

/** Whether what is pending is in a state of its source that is synced. */
export const sourceStatus: Step = async ({ ctx, tx, scope }) => {
  const record = scope.recordId === null ? null : await getRecord(ctx, scope.recordId);
  if (record !== null && record.waits !== null) {
    const clock = (instant: string) => sayClock(instant, ctx.tenant.timeZone);
    return {
      matter: 'company',
      state: 'warning',
      sentence: `${waitWords(record.waits, clock)}, so sync jobs don’t get it at this moment.`,
      remedy: WAIT_REMEDY[record.waits.reason],
      evidence: { who: record.waits.reason === 'held' ? 'nobody' : 'clerk', sourceStatus: record.sourceStatus },
    };
  }
  const looked = lookedRecords(ctx, scope, [0]);
  const groups = await tx.$queryRaw<StatusGroup[]>`
    SELECT r.kind, r.source_id AS "sourceId", s.slug, r.source_status AS status, s.settings, count(*)::int AS records
      FROM (${looked}) r JOIN source s ON s.tenant_id = ${ctx.tenantId}::uuid AND s.id = r.source_id
     GROUP BY r.kind, r.source_id, s.slug, r.source_status, s.settings ORDER BY count(*) DESC`;
  const held = groups.filter(
    ({ kind, status, settings }) => syncabilityOf(kind, status, readSourceSettings(settings)) !== 'syncable',
  );
  const isHeld = held.map(
    ({ kind, sourceId, status }) =>
      Prisma.sql`(r.kind = ${kind} AND r.source_id = ${sourceId}::uuid AND r.source_status IS NOT DISTINCT FROM ${status})`,
  );
  const found = await findAmong(
    tx,
    looked,
    held.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(isHeld, ' OR ')})`,
  );
  const [first] = held;
  if (first === undefined) return fine('Everything pending is in a state of its source that is synced.', found);
  const needed = syncableStatuses(first.kind, readSourceSettings(first.settings)).filter((status) => status !== '');
  return {
    matter: 'company',
    state: 'warning',
    sentence: `${recordsWords(found.records)} pending ${found.records === 1 ? 'is' : 'are'} in a state of the source that is not synced, most often ${KIND_LABEL[first.kind].many.toLowerCase()} that are ${first.status ?? 'without a state'}.`,
    remedy: `Bring them to ${needed.join(' or ') || 'a state that is synced'} in the source, or let an admin say under Settings that their state is synced.`,
    evidence: {
      ...found,
      who: 'clerk',
      states: held
        .slice(0, 12)
        .map(({ kind, slug, status, records }) => `${slug}, ${KIND_LABEL[kind].one}, ${status ?? 'none'}: ${records}`),
    },
  };
};

/** Whether open records share a number: the ledger takes each once. A bill's number is its vendor's. */
export const duplicates: Step = async ({ ctx, tx, scope }) => {
  const isDouble = Prisma.sql`r.number_key <> '' AND EXISTS (
    SELECT FROM sync_record d
     WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.kind = r.kind AND d.number_key = r.number_key AND d.id <> r.id
       AND d.excluded_at IS NULL AND r.kind IN ('invoice', 'bill')
       AND (r.kind <> 'bill' OR lower(d.billing_org) IS NOT DISTINCT FROM lower(r.billing_org)))`;
  const found = await findAmong(tx, lookedRecords(ctx, scope, [0, 2]), isDouble);
  if (found.records === 0)
    return fine('No pending or failed invoice or bill shares its number with another one.', found);
  return {
    matter: 'company',
    state: 'warning',
    sentence: `${recordsWords(found.records)} pending or failed ${found.records === 1 ? 'shares its number' : 'share their numbers'} with another record of the same kind.`,
    remedy: 'Look which of the two is meant: exclude the one too many, or give it another number in the source.',
    evidence: { ...found, who: 'accountant' },
  };
};

/** Whether what arrived came to another amount in the ledger. */
export const amounts: Step = async ({ ctx, tx, scope }) => {
  const found = await findAmong(tx, lookedRecords(ctx, scope, [1, 2]), Prisma.sql`r.differs`);
  if (found.records === 0) return fine('What arrived in the ledger came to the amounts that were sent.', found);
  return {
    matter: 'company',
    state: 'warning',
    sentence: `${recordsWords(found.records)} came to another amount in the ledger than was sent.`,
    remedy: 'Compare the lines of each: tax, rounding, a discount or a line that was dropped.',
    evidence: { ...found, who: 'accountant' },
  };
};

function sayClock(instant: string, timeZone: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
}
