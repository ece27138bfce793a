import {
  type Figure,
  FLAGGED,
  type Flagged,
  type KindFigures,
  type Overview,
} from '#lib/overview/overview-contract.ts';
import { isComparedKind } from '#lib/records/kinds.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';

/** One thing that stands between a period and its close, and where on the page, or in the inbox, it is told. */
export type OpenPoint = RecordCount & {
  name: string;
  place: 'failed' | 'pending' | 'kinds' | 'flags' | 'inbox';
};

/** What a record is that somebody should look at. */
export const FLAGGED_WORDS: Record<Flagged, string> = {
  inDoubt: 'in doubt',
  twoReferences: 'with two references',
  triedAfterClosing: 'tried again after closing',
  voidInLedger: 'void here, still in the ledger',
};

/** Gives what stands between a period and its close, the gravest first; nothing if it is clean. */
export function openPoints({ kinds, inbox }: Overview): OpenPoint[] {
  const total = (of: (figures: KindFigures) => Figure): RecordCount => ({
    count: kinds.reduce((sum, figures) => sum + of(figures).count, 0),
    isExact: true,
  });
  const none: Figure = { count: 0, money: [] };
  const points: OpenPoint[] = [
    { name: 'failed', place: 'failed', ...total(({ failed }) => failed) },
    { name: 'pending', place: 'pending', ...total(({ pending }) => pending) },
    {
      name: 'with another total in the ledger',
      place: 'kinds',
      ...total((figures) => (isComparedKind(figures.kind) ? figures.differs : none)),
    },
    { name: 'changed since sync', place: 'kinds', ...total(({ changedSinceSync }) => changedSinceSync) },
    ...FLAGGED.map((flag) => ({ name: FLAGGED_WORDS[flag], place: 'flags' as const, ...total((of) => of[flag]) })),
    // Whatever its day: nobody knows yet which documents it is about.
    { name: inbox.waiting.count === 1 ? 'waits in the inbox' : 'wait in the inbox', place: 'inbox', ...inbox.waiting },
  ];
  return points.filter(({ count }) => count > 0);
}

/** Says whether a period has no document at all. */
export function hasNoDocument({ kinds }: Overview): boolean {
  return kinds.every(({ pending, failed, byJob, byHand, excluded }) =>
    [pending, failed, byJob, byHand, excluded].every(({ count }) => count === 0),
  );
}
