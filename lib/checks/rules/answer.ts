import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer, CheckMatter, CheckName, CheckState } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment, NotMade } from '../facts.ts';
import { sayInstant } from './say.ts';

type Evidence = Record<string, unknown>;

/** Gives the function that makes one check's answers. */
export function answersOf(check: CheckName, matter: CheckMatter, subject = '') {
  return (state: CheckState, sentence: string, remedy: string | null, evidence: Evidence = {}): CheckAnswer => ({
    check,
    subject,
    matter,
    state,
    sentence,
    remedy,
    evidence,
  });
}

/** What a call is told by: its name, when, and what the ledger answered to it, in the ledger's own words. */
export function evidenceOf(seen: CallSeen<unknown>): Evidence {
  switch (seen.state) {
    case 'answered':
      return { call: seen.call, at: seen.at.toISOString() };
    case 'refused': {
      const { trouble, httpStatus, code, message, providerRequestId } = seen.error;
      return { call: seen.call, at: seen.at.toISOString(), trouble, httpStatus, code, message, providerRequestId };
    }
    case 'not_made':
      return { call: seen.call, ...whyEvidence(seen.why) };
    default:
      return seen satisfies never;
  }
}

/** Gives the answer of a check whose call was not made, or ended without telling anything of what it asks. */
export function notChecked(
  answer: ReturnType<typeof answersOf>,
  { ledger }: CheckedConnection,
  seen: Exclude<CallSeen<unknown>, { state: 'answered' }>,
  moment: Moment,
): CheckAnswer {
  const { name } = LEDGER_WORDS[ledger];
  if (seen.state === 'not_made') {
    return answer('not_checked', `Not checked: ${whyNotMade(seen.why, name, moment)}.`, null, evidenceOf(seen));
  }
  const at = sayInstant(seen.at, moment.timeZone);
  switch (seen.error.trouble) {
    case 'rate_limited':
      return answer('not_checked', `Not checked: ${name} asked at ${at} to be called later.`, null, evidenceOf(seen));
    case 'unavailable':
      return answer(
        'not_checked',
        `Not checked: ${name} could not be reached at ${at}, or did not answer with anything that can be read.`,
        `Nothing, if it passes. If it lasts for hours, look at the status page of ${name}.`,
        evidenceOf(seen),
      );
    case 'token_refused':
    case 'grant_dead':
    case 'not_permitted':
    case 'wrong_company':
    case 'plan':
    case 'refused':
    case 'misconfigured':
      return answer('not_checked', `Not checked: ${name} refused the call at ${at}.`, null, evidenceOf(seen));
    default:
      return seen.error.trouble satisfies never;
  }
}

function whyNotMade(why: NotMade, name: string, { timeZone }: Moment): string {
  switch (why.reason) {
    case 'not_connected':
      return why.status === 'disconnected'
        ? `${name} was disconnected, so nothing can be asked`
        : `${name} is not connected, so nothing can be asked`;
    case 'held':
      return `${name} asked to be left alone until ${sayInstant(why.until, timeZone)}`;
    case 'budget':
      return `${why.dayLeft} calls to ${name} are left for today, and they are kept for reading records back`;
    default:
      return why satisfies never;
  }
}

function whyEvidence(why: NotMade): Evidence {
  switch (why.reason) {
    case 'not_connected':
      return { notMade: why.reason, status: why.status };
    case 'held':
      return { notMade: why.reason, until: why.until.toISOString() };
    case 'budget':
      return { notMade: why.reason, dayLeft: why.dayLeft, needed: why.needed };
    default:
      return why satisfies never;
  }
}
