import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment, Named } from '../facts.ts';
import { answersOf, evidenceOf, notChecked } from './answer.ts';
import { sayInstant } from './say.ts';

const answer = answersOf('right_company', 'own_link');

/** Says whether the company that answers is the one that this connection was made for. */
export function judgeRightCompany(connection: CheckedConnection, proof: CallSeen<Named>, moment: Moment): CheckAnswer {
  const { name, company } = LEDGER_WORDS[connection.ledger];
  const pinned = { companyId: connection.companyId, companyName: connection.companyName };
  if (proof.state !== 'answered') {
    if (proof.state === 'refused' && proof.error.trouble === 'wrong_company') {
      return answer(
        'broken',
        `The authorisation is not for the ${company} ${connection.companyName}.`,
        `An admin presses Reconnect and chooses ${connection.companyName}; if it is not in the list, somebody disconnected it in ${name}, or has no rights to it.`,
        { ...evidenceOf(proof), pinned },
      );
    }
    return notChecked(answer, connection, proof, moment);
  }
  const found = proof.value;
  const evidence = { ...evidenceOf(proof), pinned, found };
  if (found.companyId !== connection.companyId) {
    return answer(
      'broken',
      `${name} answered as ${found.name}, but this connection is for ${connection.companyName}.`,
      `An admin presses Reconnect and chooses ${connection.companyName}. Records are not read back from another ${company}.`,
      evidence,
    );
  }
  if (found.name !== connection.companyName) {
    return answer(
      'warning',
      `The ${company} is called ${found.name} now; it was ${connection.companyName}.`,
      'Nothing, if it was renamed on purpose: the name is taken over.',
      evidence,
    );
  }
  const at = sayInstant(proof.at, moment.timeZone);
  return answer('ok', `${found.name} answered on ${at}, the ${company} that this connection is for.`, null, evidence);
}
