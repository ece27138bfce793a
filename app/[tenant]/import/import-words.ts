import { formatCount } from '#components/sync/format-money.ts';
import type { IconName } from '#components/ui/icon.tsx';
import type { ImportCounts, ImportFormat, ImportRun, ImportState } from '#lib/imports/import-contract.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';

/** How people read where an import stands. */
export const STATE_LABEL: Record<ImportState, string> = {
  uploading: 'Being sent',
  reading: 'Being read',
  choosing: 'Waits for choices',
  checking: 'Being checked',
  checked: 'Checked',
  running: 'Being imported',
  stopping: 'Stopping',
  finished: 'Imported',
  stopped: 'Stopped',
  broken: 'Broken off',
  refused: 'Refused',
};

/** What the state means for whoever looks down a list: done, waits for somebody or something, over without an end, failed. */
export type Tone = 'done' | 'waits' | 'over' | 'failed';

export const STATE_LOOKS: Record<ImportState, { icon: IconName; tone: Tone }> = {
  uploading: { icon: 'pending', tone: 'waits' },
  reading: { icon: 'pending', tone: 'waits' },
  choosing: { icon: 'pending', tone: 'waits' },
  checking: { icon: 'pending', tone: 'waits' },
  checked: { icon: 'pending', tone: 'waits' },
  running: { icon: 'pending', tone: 'waits' },
  stopping: { icon: 'pending', tone: 'waits' },
  finished: { icon: 'complete', tone: 'done' },
  stopped: { icon: 'excluded', tone: 'over' },
  broken: { icon: 'failed', tone: 'failed' },
  refused: { icon: 'failed', tone: 'failed' },
};

export const FORMAT_LABEL: Record<ImportFormat, string> = { csv: 'CSV', xlsx: 'Excel workbook', ndjson: 'NDJSON' };

/** Says whether an import will change by itself, without anybody pressing anything. */
export function isUnderWay(state: ImportState): boolean {
  switch (state) {
    case 'uploading':
    case 'reading':
    case 'checking':
    case 'running':
    case 'stopping':
      return true;
    case 'choosing':
    case 'checked':
    case 'finished':
    case 'stopped':
    case 'broken':
    case 'refused':
      return false;
    default:
      return state satisfies never;
  }
}

/** How the rows of a file are called: `invoices`, `outcomes`, or `records` of several kinds. */
export function thingsOf(holds: 'records' | 'attempts', kind: Kind | null): { one: string; many: string } {
  if (holds === 'attempts') return { one: 'outcome', many: 'outcomes' };
  if (kind === null) return { one: 'record', many: 'records' };
  return { one: KIND_LABEL[kind].one.toLowerCase(), many: KIND_LABEL[kind].many.toLowerCase() };
}

/** Gives `1 row` or `9,988 rows`. */
export function rowsWords(count: number, locale: string): string {
  return `${formatCount(count, locale)} ${count === 1 ? 'row' : 'rows'}`;
}

/** Gives what became of the rows in one line, without what there is none of: `9,000 created, 12 rejected`. */
export function countsWords(counts: ImportCounts, locale: string): string {
  const parts = (['created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${formatCount(counts[name], locale)} ${name}`);
  return parts.length === 0 ? 'no rows' : parts.join(', ');
}

/** Gives what an import has to say in a list: what it did, what it would do, or why it did nothing. */
export function resultWords({ state, counts, checked, detected, reason }: ImportRun, locale: string): string {
  if (reason !== null) return reason;
  if (counts !== null) return countsWords(counts, locale);
  if (checked !== null && state === 'checked') return `not imported yet: ${countsWords(checked, locale)}`;
  return detected === null ? '' : rowsWords(detected.rows, locale);
}

/** How many rows a run would write: all but the rejected ones. */
export function importableRows({ rows, rejected }: ImportCounts): number {
  return rows - rejected;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** Gives a size as people read it: `812 bytes`, `1.4 MB`. */
export function formatBytes(bytes: number, locale: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${UNITS[power]}`;
}
