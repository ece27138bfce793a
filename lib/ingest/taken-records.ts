import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Instant, RecordState } from '#lib/records/record-state.ts';

/** What a job of the reporting source was given to write: the version of the document, when, and whether it still holds it. */
export type Taken = { recordId: string; contentVersion: number; claimedAt: Instant; isHeld: boolean };

/** How far a job's clock may be behind ours for its report to be about what it took last. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Says whether a report is about what the job took; an earlier one is about something it did before. */
export function isAboutTaken({ claimedAt }: Taken, attemptedAt: Instant): boolean {
  return Date.parse(attemptedAt) >= Date.parse(claimedAt) - CLOCK_TOLERANCE_MS;
}

/**
 * Finds what jobs of the reporting source took of these records: what they hold, and of records in doubt what they held
 * last. The records are locked, so that nobody takes one of them meanwhile.
 */
export async function findTaken(
  tx: TenantTx,
  tenantId: string,
  sourceId: string,
  records: readonly Pick<RecordState, 'id' | 'isInDoubt'>[],
): Promise<Taken[]> {
  const held = await tx.$queryRaw<TakenRow[]>`
    SELECT record_id AS "recordId", content_version AS "contentVersion", claimed_at AS "claimedAt" FROM lease
     WHERE tenant_id = ${tenantId}::uuid AND record_id = ANY (${records.map(({ id }) => id)}::uuid[])
       AND source_id = ${sourceId}::uuid`;
  const doubtful = records.filter(({ isInDoubt }) => isInDoubt).map(({ id }) => id);
  const lost =
    doubtful.length === 0
      ? []
      : await tx.$queryRaw<TakenRow[]>`
          SELECT DISTINCT ON (record_id) record_id AS "recordId", content_version AS "contentVersion",
                 attempted_at AS "claimedAt"
            FROM sync_attempt
           WHERE tenant_id = ${tenantId}::uuid AND record_id = ANY (${doubtful}::uuid[]) AND source_id = ${sourceId}::uuid
             AND outcome = 3
           ORDER BY record_id, attempted_at DESC`;
  return [...lost.map((row) => toTaken(row, false)), ...held.map((row) => toTaken(row, true))];
}

/**
 * Ends what the source's jobs hold of these records, since they have reported. Locked in the order in which a job that
 * extends its claim at the same moment locks them.
 */
export async function endLeases(
  tx: TenantTx,
  tenantId: string,
  sourceId: string,
  recordIds: readonly string[],
): Promise<void> {
  if (recordIds.length === 0) return;
  await tx.$executeRaw`
    WITH held AS MATERIALIZED (
           SELECT record_id FROM lease
            WHERE tenant_id = ${tenantId}::uuid AND record_id = ANY (${[...recordIds]}::uuid[]) AND source_id = ${sourceId}::uuid
            ORDER BY record_id FOR UPDATE)
    DELETE FROM lease h USING held WHERE h.tenant_id = ${tenantId}::uuid AND h.record_id = held.record_id`;
}

type TakenRow = { recordId: string; contentVersion: number; claimedAt: Date };

function toTaken({ claimedAt, ...row }: TakenRow, isHeld: boolean): Taken {
  return { ...row, claimedAt: claimedAt.toISOString(), isHeld };
}
