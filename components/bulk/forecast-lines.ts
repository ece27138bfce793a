import { formatCount } from '#components/sync/format-money.ts';
import type { BulkAct, BulkForecast, BulkOperation, SkipReason } from '#lib/bulk/bulk-contract.ts';
import { STATUS_LABEL } from '#lib/records/kinds.ts';
import { countOfKind } from './bulk-words.ts';

/** One line of what will happen. A warning is something to think about before it is done. */
export type ForecastLine = { tone: 'plain' | 'warning' | 'quiet'; text: string };

type Act = BulkAct & Pick<BulkOperation, 'kinds'>;

/** Takes a previewed operation and its forecast; gives what will happen if `by` does it now, in words. */
export function forecastLines(operation: Act, forecast: BulkForecast, by: string, locale: string): ForecastLine[] {
  const { changes, unchanged, alreadyInLedger, notFound, refused } = forecast;
  const lines: ForecastLine[] = [];
  if (forecast.isForAdminsOnly) {
    const text =
      'Only admins may set more than one record to Complete at once here. Ask one of them, or do it one by one.';
    lines.push({ tone: 'warning', text });
  }
  if (changes > 0) {
    lines.push({
      tone: 'plain',
      text: outcomeWords(operation, changes, countOfKind(changes, operation.kinds, locale), by),
    });
  }
  if (alreadyInLedger > 0) {
    const twice = `A sync job that cannot update what is there writes ${alreadyInLedger === 1 ? 'it' : 'them'} twice.`;
    lines.push({ tone: 'warning', text: `${areWords(alreadyInLedger, locale)} already in the ledger. ${twice}` });
  }
  for (const { reason, count } of refused) {
    const left = `${formatCount(count, locale)} will be left as ${count === 1 ? 'it is' : 'they are'}`;
    lines.push({ tone: 'warning', text: `${left}: ${refusedWords(reason, count === 1, operation.act)}.` });
  }
  if (unchanged > 0) {
    lines.push({ tone: 'quiet', text: `${areWords(unchanged, locale)} ${alreadyWords(operation)}: nothing to do.` });
  }
  if (notFound > 0) lines.push({ tone: 'quiet', text: `${areWords(notFound, locale)} not there any more.` });
  return lines;
}

function areWords(count: number, locale: string): string {
  return `${formatCount(count, locale)} ${count === 1 ? 'is' : 'are'}`;
}

function outcomeWords(operation: Act, count: number, what: string, by: string): string {
  const [they, them, are] = count === 1 ? ['it', 'it', 'is'] : ['they', 'them', 'are'];
  switch (operation.act) {
    case 'undo':
      return `${what} will be as before: status, reference number, and who set them.`;
    case 'exclude':
      return `${what} will be out of every status list and count, and no sync job gets ${them}.`;
    case 'include':
      return `${what} will be back in the lists with the status ${they} had.`;
    case 'status':
      if (operation.target === 'pending') {
        return `${what} will be Pending. The next sync job picks ${them} up; the last message stays to be read.`;
      }
      if (operation.target === 'complete') {
        return `${what} will be Complete, marked as done by hand by ${by}. Nothing is written to the ledger.`;
      }
      return `${what} will be Failed, set by ${by}. Sync jobs leave ${them} until ${they} ${are} Pending again.`;
    default:
      return operation satisfies never;
  }
}

function alreadyWords(operation: Act): string {
  switch (operation.act) {
    case 'undo':
      return 'as before already';
    case 'exclude':
      return 'excluded already';
    case 'include':
      return 'not excluded';
    case 'status':
      return `${STATUS_LABEL[operation.target]} already`;
    default:
      return operation satisfies never;
  }
}

function refusedWords(reason: SkipReason, isOne: boolean, act: BulkOperation['act']): string {
  const them = isOne ? 'it' : 'them';
  switch (reason) {
    case 'changed_meanwhile':
      return `changed by a sync job or a colleague ${act === 'undo' ? 'since' : 'meanwhile'}`;
    case 'not_allowed':
      return `moving ${them} needs the role Admin`;
    case 'excluded':
      return 'excluded from syncing';
    case 'in_ledger':
      return `the ledger holds ${them}`;
    case 'void':
      return 'void or deleted in the source system';
    case 'held':
      return `a sync job is working on ${them} now`;
    case 'stopped':
      return 'the change ended before';
    default:
      return reason satisfies never;
  }
}
