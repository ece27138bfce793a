import type { RecordAttempt } from '#lib/records/record-contract.ts';

/**
 * Takes attempts, newest first; gives the ids of those that came in only after a newer one had, and so went to the
 * history without setting the status.
 */
export function lateAttemptIds(attempts: readonly Pick<RecordAttempt, 'id' | 'receivedAt'>[]): ReadonlySet<string> {
  const late = new Set<string>();
  let earliestNewer: string | null = null;
  for (const { id, receivedAt } of attempts) {
    if (earliestNewer !== null && receivedAt > earliestNewer) late.add(id);
    if (earliestNewer === null || receivedAt < earliestNewer) earliestNewer = receivedAt;
  }
  return late;
}
