import type { RecordAttempt } from '#lib/records/record-contract.ts';

/**
 * Takes attempts, newest first; gives the ids of those that came in only after a newer one had, and so went to the
 * history without setting the status. Tieout's own of unknown outcome are never late, and nothing is late beside them.
 */
export function lateAttemptIds(
  attempts: readonly Pick<RecordAttempt, 'id' | 'receivedAt' | 'outcome'>[],
): ReadonlySet<string> {
  const late = new Set<string>();
  let earliestNewer: string | null = null;
  for (const { id, receivedAt, outcome } of attempts) {
    // Tieout's own of an unknown outcome is dated at its claim and received when that ran out.
    if (outcome === 'unknown') continue;
    if (earliestNewer !== null && receivedAt > earliestNewer) late.add(id);
    if (earliestNewer === null || receivedAt < earliestNewer) earliestNewer = receivedAt;
  }
  return late;
}
