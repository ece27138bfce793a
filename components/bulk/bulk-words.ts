import { formatCount } from '#components/sync/format-money.ts';
import type { IconName } from '#components/ui/icon.tsx';
import type {
  BulkAct,
  BulkCounts,
  BulkOperation,
  BulkResult,
  BulkState,
  OpenedAct,
  SkipReason,
} from '#lib/bulk/bulk-contract.ts';
import { KIND_LABEL, type SyncStatus } from '#lib/records/kinds.ts';

const STATUS_ACT_LABEL: Record<SyncStatus, string> = {
  pending: 'Put back to Pending',
  complete: 'Set to Complete by hand',
  failed: 'Set to Failed',
};

/** How people read what can be done to records, as a choice in a menu. */
export function actLabel(act: OpenedAct): string {
  switch (act.act) {
    case 'status':
      return STATUS_ACT_LABEL[act.target];
    case 'exclude':
      return 'Exclude from syncing';
    case 'include':
      return 'Include again';
    default:
      return act satisfies never;
  }
}

/** Gives the icon of what can be done to records. */
export function actIcon(act: OpenedAct): IconName {
  if (act.act !== 'status') return act.act === 'exclude' ? 'excluded' : 'pending';
  return act.target === 'complete' ? 'by-hand' : act.target;
}

/** How people read where an operation stands. */
export const STATE_LABEL: Record<BulkState, string> = {
  freezing: 'Being prepared',
  previewed: 'Not started',
  running: 'Under way',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
  broken: 'Broken off',
};

/** How people read what became of one record. */
export const RESULT_LABEL: Record<BulkResult, string> = {
  updated: 'Changed',
  unchanged: 'Nothing to do',
  not_found: 'Not found',
  changed_meanwhile: 'Changed by others meanwhile',
  not_allowed: 'Not allowed',
  excluded: 'Excluded',
  in_ledger: 'In the ledger',
  void: 'Void in its source',
  held: 'Held by a sync job',
  stopped: 'Not reached',
};

/** What it means that a record was left as it is, in one sentence. */
export const SKIP_MEANING: Record<SkipReason, string> = {
  changed_meanwhile: 'A sync job or a colleague changed it after it was selected, so it was left as it is now.',
  not_allowed: 'This move needs the role Admin.',
  excluded: 'It is excluded from syncing. Include it again first.',
  in_ledger: 'The ledger holds it, so it cannot be left out of what must tie.',
  void: 'It is void or deleted in its source system.',
  held: 'A sync job was working on it at that moment. Try it again later.',
  stopped: 'The change ended before it came to this record.',
};

type Act = BulkAct & Pick<BulkOperation, 'kinds'>;

/** Gives `1,204 invoices`, `1 bill`, or `30 records` for several kinds at once. */
export function countOfKind(count: number, kinds: BulkOperation['kinds'], locale: string): string {
  const [kind] = kinds;
  const label = kind === undefined || kinds.length > 1 ? { one: 'record', many: 'records' } : KIND_LABEL[kind];
  return `${formatCount(count, locale)} ${(count === 1 ? label.one : label.many).toLowerCase()}`;
}

/** Gives what an operation does to so many records: `Put 37 invoices back to Pending`. */
export function actWords(operation: Act, count: number | null, locale: string): string {
  return joinWords(
    operation,
    { put: 'Put', set: 'Set', exclude: 'Exclude', include: 'Include', undo: 'Restore' },
    count,
    locale,
  );
}

/** Gives the same of an operation that is under way: `Putting 37 invoices back to Pending`. */
export function doingWords(operation: Act, count: number | null, locale: string): string {
  const verbs = { put: 'Putting', set: 'Setting', exclude: 'Excluding', include: 'Including', undo: 'Restoring' };
  return joinWords(operation, verbs, count, locale);
}

type Verbs = Record<'put' | 'set' | 'exclude' | 'include' | 'undo', string>;

function joinWords(operation: Act, verbs: Verbs, count: number | null, locale: string): string {
  const what = count === null ? 'records' : countOfKind(count, operation.kinds, locale);
  switch (operation.act) {
    case 'undo':
      return `${verbs.undo} ${what}`;
    case 'exclude':
      return `${verbs.exclude} ${what} from syncing`;
    case 'include':
      return `${verbs.include} ${what} again`;
    case 'status':
      if (operation.target === 'pending') return `${verbs.put} ${what} back to Pending`;
      return `${verbs.set} ${what} to ${operation.target === 'complete' ? 'Complete by hand' : 'Failed'}`;
    default:
      return operation satisfies never;
  }
}

/** Gives what became of the records in one sentence: `36 changed, 1 skipped.` */
export function countsWords(counts: BulkCounts, act: BulkOperation['act'], locale: string): string {
  const parts = [`${formatCount(counts.updated, locale)} ${act === 'undo' ? 'restored' : 'changed'}`];
  if (counts.skipped > 0) parts.push(`${formatCount(counts.skipped, locale)} skipped`);
  if (counts.unchanged > 0) parts.push(`${formatCount(counts.unchanged, locale)} with nothing to do`);
  if (counts.notFound > 0) parts.push(`${formatCount(counts.notFound, locale)} not found`);
  return `${parts.join(', ')}.`;
}
