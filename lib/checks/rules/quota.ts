import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallDay, CheckedConnection, Moment } from '../facts.ts';
import { answersOf } from './answer.ts';
import { sayCount, sayInstant } from './say.ts';

const answer = answersOf('quota', 'own_link');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Says how many calls to the ledger Tieout has made today, how many are left by the ledger's own count, and whether they
 * last until the day ends there (midnight in UTC) if it goes on like this. Nothing is called for it.
 */
export function judgeQuota(connection: CheckedConnection, day: CallDay | null, { now, timeZone }: Moment): CheckAnswer {
  const { name } = LEDGER_WORDS[connection.ledger];
  if (day === null) return answer('not_known', `Tieout has not called ${name} yet today.`, null);
  const { made, refused, dayLeft, minuteLeft, heldUntil } = day;
  const passed = Math.max(now.getTime() % DAY_MS, HOUR_MS);
  // The rest of the day at the pace of what has passed of it; a first hour tells no pace yet.
  const expected = Math.ceil((made / passed) * (DAY_MS - passed));
  const evidence = {
    made,
    refused,
    dayLeft,
    minuteLeft,
    heldUntil: heldUntil?.toISOString() ?? null,
    seenAt: day.seenAt.toISOString(),
    expectedToday: expected,
    lastsTheDay: dayLeft === null ? null : dayLeft >= expected,
  };
  const used = `${sayCount(made, 'call')} to ${name} today`;
  if (heldUntil !== null && heldUntil > now) {
    const until = sayInstant(heldUntil, timeZone);
    return answer('warning', `${name} refuses further calls until ${until}; ${used} so far.`, WAIT, evidence);
  }
  if (dayLeft === null) {
    const limits = `${used}, ${refused} of them refused for their number; it names no limit of a day.`;
    return refused > 0 && refused * 20 > made
      ? answer('warning', limits, WAIT, evidence)
      : answer('ok', limits, null, evidence);
  }
  if (dayLeft === 0) return answer('broken', `No call to ${name} is left for today, after ${used}.`, WAIT, evidence);
  if (dayLeft < expected) {
    return answer(
      'warning',
      `${used} and ${dayLeft.toLocaleString('en')} are left: at this pace they do not last until midnight (UTC).`,
      `${WAIT} Tieout keeps what is left for reading records back.`,
      evidence,
    );
  }
  return answer('ok', `${used}; ${dayLeft.toLocaleString('en')} are left, which lasts the day.`, null, evidence);
}

const WAIT = 'Nothing: calls go on by themselves when the ledger allows them again.';
