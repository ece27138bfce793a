import { formatAmount } from '#components/sync/format-money.ts';
import { formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { toAmount } from '#lib/core/money.ts';
import type { FollowedOne } from '#lib/guidance/guidance-contract.ts';

/** Takes what became of the one record; gives it in words: an end only where there is one. */
export function outcomeWords(one: FollowedOne, now: Date, formats: Formats): { title: string; lines: string[] } {
  const { attempt, state, difference, record } = one;
  const at = (instant: string) => formatInstant(instant, formats.timeZone, formats.locale);
  const minutes = Math.floor((now.getTime() - Date.parse(one.since)) / 60_000);
  const waited = minutes < 1 ? 'less than a minute' : minutes === 1 ? '1 minute' : `${minutes} minutes`;
  switch (state) {
    case 'arrived': {
      const isOff = difference !== null && !/^-?0(\.0*)?$/.test(difference);
      const off = isOff
        ? `It differs by ${formatAmount(toAmount(difference), record.currency, formats.locale, 'both')} ${record.currency ?? ''}.`
        : difference === null
          ? 'The job reported no amount to compare with, so whether it is the same is not known.'
          : 'The amount is the same.';
      return { title: 'It arrived', lines: [`Tried by ${attempt?.source} at ${at(attempt?.at ?? one.since)}.`, off] };
    }
    case 'failed':
      return {
        title: 'It failed again',
        lines: [
          `Tried by ${attempt?.source} at ${at(attempt?.at ?? one.since)}: ${attempt?.errorMessage ?? 'no message was given.'}`,
        ],
      };
    case 'unknown':
      return {
        title: 'A sync job took it and said nothing in time',
        lines: ['It may be in the ledger: look there before it is tried again.'],
      };
    case 'held':
      return {
        title: 'A sync job works on it',
        lines: [`${one.waits ?? 'It is held'}. What it reports appears here.`],
      };
    case 'left':
      return {
        title: 'It is no longer pending, and was not tried',
        lines: ['Somebody has moved it on since, so no sync job will take it.'],
      };
    case 'waiting':
      return {
        title: `Not tried for ${waited}`,
        lines: [
          one.waits === null ? 'The next sync job may take it.' : `${one.waits}. No sync job gets it before.`,
          one.lastClaimAt === null
            ? 'No sync job of its source has ever asked Tieout for work. One that reads the source by its own clock tries when it runs next.'
            : `A sync job of its source last asked for work at ${at(one.lastClaimAt)}.`,
          'This page follows it: what is reported appears here.',
        ],
      };
    default:
      return state satisfies never;
  }
}
