import type { RecordAttempt, RecordDetail, RecordEvent } from '#lib/records/record-contract.ts';
import { lateAttemptIds } from './attempt-order.ts';

/** One thing that happened to a record. */
export type TimeLineEntry = { at: string } & (
  | { type: 'attempt'; attempt: RecordAttempt; isLate: boolean }
  | { type: 'event'; event: RecordEvent }
  | { type: 'received' }
);

type Lived = Pick<RecordDetail, 'attempts' | 'earlierAttemptsCursor' | 'events' | 'createdAt'>;

const RANK: Record<TimeLineEntry['type'], number> = { received: 0, attempt: 1, event: 2 };

/** Takes a record; gives all that happened to it as one line, the newest first, as far as its attempts reach. */
export function timeLineOf({ attempts, earlierAttemptsCursor, events, createdAt }: Lived): TimeLineEntry[] {
  const late = lateAttemptIds(attempts);
  const entries: TimeLineEntry[] = [
    ...events.map((event) => ({ type: 'event' as const, at: event.at, event })),
    ...attempts.map((attempt) => ({
      type: 'attempt' as const,
      at: attempt.attemptedAt,
      attempt,
      isLate: late.has(attempt.id),
    })),
    ...(earlierAttemptsCursor === null ? [{ type: 'received' as const, at: createdAt }] : []),
  ];
  // A stable order: what is of one instant stays in its own order, what a person did above what a job did.
  return entries.sort((a, b) => (a.at === b.at ? RANK[b.type] - RANK[a.type] : a.at < b.at ? 1 : -1));
}
