import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { waitWords } from '#lib/claims/claim-contract.ts';
import { getRecord } from '#lib/records/get-record.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import type { FollowedOne } from './guidance-contract.ts';

/** So many of the latest claims are looked through for one of the record's source. */
const CLAIMS_LOOKED_AT = 200;
/** Where a job was faster than the page: so long ago it was put back at most. */
const LATE_MS = 60_000;

/**
 * Gives what became of a record since it was put back to Pending: the first try that was reported after it, and what
 * landed; or why there was none. `since` null: when a person last set its status. Throws `not_found`.
 */
export async function followOne(ctx: Ctx, recordId: string, asked: Date | null): Promise<FollowedOne> {
  requirePermission(ctx, 'record:read');
  const record = await getRecord(ctx, recordId);
  const since = asked ?? new Date(record.statusSetAt ?? Date.now() - LATE_MS);
  const tries = record.attempts.filter(({ receivedAt }) => new Date(receivedAt) >= since);
  const first = tries.at(-1);
  const [claim] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ at: Date }[]>`
      SELECT c.claimed_at AS at
        FROM (SELECT * FROM claim WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY id DESC LIMIT ${CLAIMS_LOOKED_AT}::int) c
        JOIN source s ON s.tenant_id = c.tenant_id AND s.id = c.source_id AND s.slug = ${record.source}
       ORDER BY c.claimed_at DESC LIMIT 1`,
  );
  const { timeZone } = ctx.tenant;
  const clock = (instant: string) =>
    new Date(instant).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return {
    record: {
      id: record.id,
      kind: record.kind,
      number: record.number ?? record.sourceId,
      amount: record.amount,
      currency: record.currency,
    },
    state: stateOf(record, first),
    since: since.toISOString(),
    attempt: first === undefined ? null : toAttempt(first),
    difference: record.difference,
    comparison: record.comparison,
    waits: record.waits === null ? null : waitWords(record.waits, clock),
    lastClaimAt: claim?.at.toISOString() ?? null,
  };
}

type Attempt = RecordDetail['attempts'][number];

function stateOf(record: RecordDetail, first: Attempt | undefined): FollowedOne['state'] {
  if (first !== undefined) return first.outcome === 'complete' ? 'arrived' : first.outcome;
  if (record.syncStatus !== 'pending' || record.excludedAt !== null) return 'left';
  return record.waits?.reason === 'held' ? 'held' : 'waiting';
}

function toAttempt(attempt: Attempt): NonNullable<FollowedOne['attempt']> {
  const { attemptedAt, source, errorCode, errorMessage, referenceNumber, syncedAmount, syncedCurrency } = attempt;
  return { at: attemptedAt, source, errorCode, errorMessage, referenceNumber, syncedAmount, syncedCurrency };
}
