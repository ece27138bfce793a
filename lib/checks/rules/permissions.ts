import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment } from '../facts.ts';
import { answersOf, evidenceOf, notChecked } from './answer.ts';
import { sayInstant, sayList } from './say.ts';

const answer = answersOf('permissions', 'own_link');

/** What Tieout reads, and the permissions that each is given by: any one of them is enough. */
const NEEDED: Record<Ledger, readonly { what: string; anyOf: readonly string[] }[]> = {
  qbo: [{ what: 'accounting', anyOf: ['com.intuit.quickbooks.accounting'] }],
  xero: [
    { what: 'settings and accounts', anyOf: ['accounting.settings.read', 'accounting.settings'] },
    { what: 'contacts', anyOf: ['accounting.contacts.read', 'accounting.contacts'] },
    {
      what: 'invoices and bills',
      anyOf: [
        'accounting.invoices.read',
        'accounting.invoices',
        'accounting.transactions.read',
        'accounting.transactions',
      ],
    },
    {
      what: 'payments',
      anyOf: [
        'accounting.payments.read',
        'accounting.payments',
        'accounting.transactions.read',
        'accounting.transactions',
      ],
    },
    { what: 'staying connected', anyOf: ['offline_access'] },
  ],
};

/** Says whether Tieout may read what it needs: by the permissions that were granted, and by a call that needs them. */
export function judgePermissions(
  connection: CheckedConnection,
  company: CallSeen<CompanyFacts>,
  moment: Moment,
): CheckAnswer {
  const { name } = LEDGER_WORDS[connection.ledger];
  const granted = connection.grant?.scopes ?? [];
  const evidence = { ...evidenceOf(company), granted };
  if (company.state === 'refused' && company.error.trouble === 'not_permitted') {
    return answer(
      'broken',
      `${name} refused to let Tieout read the company: “${company.error.message}”`,
      `An admin of ${connection.companyName} in ${name}, with all rights there, presses Reconnect and agrees to everything that is asked. Whoever connected may have lost rights.`,
      evidence,
    );
  }
  if (company.state !== 'answered') return notChecked(answer, connection, company, moment);
  const at = sayInstant(company.at, moment.timeZone);
  if (granted.length === 0) {
    return answer(
      'not_known',
      `${name} did not say what it permits; reading the company worked on ${at}.`,
      null,
      evidence,
    );
  }
  const missing = NEEDED[connection.ledger].filter(({ anyOf }) => !anyOf.some((scope) => granted.includes(scope)));
  if (missing.length > 0) {
    const what = sayList(missing.map((one) => one.what));
    return answer(
      'broken',
      `Tieout was not permitted to read everything that it needs at ${name}: ${what} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      'An admin presses Reconnect and agrees to everything that is asked. If it is not asked for, whoever runs Tieout adds it to the scopes in its environment.',
      { ...evidence, missing: missing.map(({ anyOf }) => anyOf[0]) },
    );
  }
  const what = sayList(NEEDED[connection.ledger].map((one) => one.what));
  return answer('ok', `Tieout may read what it needs (${what}); it read the company on ${at}.`, null, evidence);
}
