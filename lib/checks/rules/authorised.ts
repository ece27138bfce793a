import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment, Named } from '../facts.ts';
import { answersOf, evidenceOf, notChecked } from './answer.ts';
import { sayInstant } from './say.ts';

const answer = answersOf('authorised', 'own_link');

/** Says whether the ledger accepts Tieout’s authorisation, by the call that read the company. */
export function judgeAuthorised(connection: CheckedConnection, proof: CallSeen<Named>, moment: Moment): CheckAnswer {
  const { name, company } = LEDGER_WORDS[connection.ledger];
  const reconnect = `An admin presses Reconnect and signs in to ${name} for ${connection.companyName}.`;
  if (proof.state === 'not_made') {
    // What was lost stays lost, whether or not it is asked again.
    if (connection.status === 'lost') {
      return answer('broken', lostSentence(connection, name), reconnect, evidenceOf(proof));
    }
    return notChecked(answer, connection, proof, moment);
  }
  const at = sayInstant(proof.at, moment.timeZone);
  if (proof.state === 'answered') {
    const sentence = `${name} accepted Tieout’s authorisation on ${at} (${proof.call}).`;
    return answer('ok', sentence, null, evidenceOf(proof));
  }
  const evidence = evidenceOf(proof);
  switch (proof.error.trouble) {
    case 'token_refused':
    case 'grant_dead':
      return answer('broken', `${name} no longer accepts Tieout’s authorisation, as of ${at}.`, reconnect, evidence);
    case 'wrong_company':
      return answer(
        'broken',
        `${name} no longer lets Tieout into this ${company}, as of ${at}: somebody disconnected it there, or the authorisation is for another one.`,
        reconnect,
        evidence,
      );
    case 'misconfigured':
      return answer(
        'broken',
        `${name} does not know Tieout’s own client id or secret.`,
        `Whoever runs Tieout corrects the client id and secret for ${name} in its environment. Nothing needs to be reconnected.`,
        evidence,
      );
    case 'not_permitted':
      return answer(
        'warning',
        `${name} knows Tieout’s authorisation, but refused what was asked with it on ${at}.`,
        'See the check of permissions below.',
        evidence,
      );
    case 'plan':
      return answer('ok', `${name} knows Tieout’s authorisation, as of ${at}; see the plan below.`, null, evidence);
    case 'rate_limited':
    case 'unavailable':
    case 'refused':
      return notChecked(answer, connection, proof, moment);
    default:
      return proof.error.trouble satisfies never;
  }
}

function lostSentence({ statusReason }: CheckedConnection, name: string): string {
  const why = statusReason === null ? '' : ` (${statusReason})`;
  return `${name} no longer accepts Tieout’s authorisation${why}.`;
}
