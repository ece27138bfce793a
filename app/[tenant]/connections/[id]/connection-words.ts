import { labelOf } from '#components/checks/check-words.ts';
import { formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import type { CheckResult, CheckState } from '#lib/checks/check-contract.ts';
import type { ConnectionDetail } from '#lib/connections/connection-page-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';

/** The state of a connection now: one sentence, and how bad it is. */
export type StateNow = { sentence: string; tone: CheckState };

/** Gives the state of a connection now in one sentence: Tieout's link, when the ledger answered, and the sync job's link. */
export function stateNow(connection: ConnectionDetail, now: Date, formats: Formats): StateNow {
  const { ledger, companyName, status, statusSince, statusReason, answeredAt, results } = connection;
  const { name } = LEDGER_WORDS[ledger];
  const since = formatInstant(statusSince, formats.timeZone, formats.locale);
  switch (status) {
    case 'not_connected':
      return {
        sentence: `Nobody has connected Tieout to ${companyName} yet, so only what sync jobs report is known; ${jobLink(results)}.`,
        tone: 'not_known',
      };
    case 'disconnected':
      return { sentence: `Disconnected from ${companyName} since ${since}; ${jobLink(results)}.`, tone: 'not_known' };
    case 'lost':
      return {
        sentence: `${name} has not accepted Tieout’s link to ${companyName} since ${since}${statusReason === null ? '' : ` (${statusReason})`}; ${jobLink(results)}.`,
        tone: 'broken',
      };
    case 'connected': {
      const answered =
        answeredAt === null ? `${name} has not been asked yet` : `${name} answered ${agoWords(answeredAt, now)}`;
      return {
        sentence: `Connected to ${companyName}; ${answered}; ${jobLink(results)}${troubles(results)}.`,
        tone: worstOf(results) ?? 'not_checked',
      };
    }
    default:
      return status satisfies never;
  }
}

/** Takes an instant; gives how long ago it was: `4 minutes ago`. */
export function agoWords(instant: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(instant)) / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}

/** Takes two instants; gives how long it is from one to the other: `3 hours 20 minutes`. */
export function lengthWords(from: string, to: string): string {
  const minutes = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  const count = (value: number, word: string) => `${value} ${word}${value === 1 ? '' : 's'}`;
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 24) return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(rest, 'minute')}`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? count(days, 'day') : `${count(days, 'day')} ${count(hours % 24, 'hour')}`;
}

/** The sync job's link is another app's: without a sign of it, it is not known. */
function jobLink(results: readonly CheckResult[]): string {
  const states = results.filter(({ check }) => check === 'job_link').map(({ state }) => state);
  if (states.includes('broken')) return 'the sync job’s own link is broken';
  if (states.includes('warning')) return 'the sync job’s own link needs a look';
  return states.includes('ok') ? 'the sync job’s own link works' : 'the sync job’s own link is not known';
}

/** Gives the worst of what the checks found; null if none was ever run. */
export function worstOf(results: readonly CheckResult[]): CheckState | null {
  const order: CheckState[] = ['broken', 'warning', 'ok', 'not_checked', 'not_known'];
  return order.find((state) => results.some((result) => result.state === state)) ?? null;
}

function troubles(results: readonly CheckResult[]): string {
  const broken = results.filter(({ state, check }) => state === 'broken' && check !== 'job_link');
  const [first] = broken;
  if (first === undefined) return '';
  const rest = broken.length === 1 ? '' : ` and ${broken.length - 1} more`;
  return `; broken: ${labelOf(first.check, first.subject).toLowerCase()}${rest}`;
}
