import { sayList } from '#lib/checks/rules/say.ts';
import type { Party } from '#lib/comparisons/comparison-contract.ts';
import type { Match } from '#lib/comparisons/match-name.ts';
import { REASON_WORDS, suggestionFor } from '#lib/comparisons/suggestion.ts';
import type { ForecastReason } from '../forecast-contract.ts';
import { finding, gap, isRead, type Judged, ledgerName, listGap, type Rule } from './rule.ts';

/** A payer or billing organisation that the ledger has not, holds inactive, or writes otherwise. */
export const contact: Rule = (judged) => {
  const { record, place } = judged;
  if (place === null) return [];
  const party: Party = record.kind === 'invoice' || record.kind === 'invoice_payment' ? 'payer' : 'billing_org';
  const list = party === 'payer' ? 'customer' : 'vendor';
  const name = record.party?.trim() ?? '';
  if (name === '') {
    return [gap('contact', `It names no ${party === 'payer' ? 'payer' : 'billing organisation'}.`)];
  }
  // A name is looked for in both lists, since it may stand in the wrong one.
  if (!isRead(place, 'customer') || !isRead(place, 'vendor')) {
    return listGap('contact', place, isRead(place, list) ? otherOf(list) : list);
  }
  const match = place.references.contacts[party].match(record.party ?? '', record.emails);
  const found = judgeMatch(judged, party, match);
  return found.length > 0 ? found : listGap('contact', place, list);
};

function otherOf(list: 'customer' | 'vendor'): 'customer' | 'vendor' {
  return list === 'customer' ? 'vendor' : 'customer';
}

function judgeMatch({ record, place }: Judged, party: Party, match: Match): ForecastReason[] {
  if (place === null || match.outcome === 'exact') return [];
  const { outcome, reasons, others } = match;
  const name = record.party ?? '';
  const ledger = ledgerName(place);
  const what = place.ledger === 'xero' ? 'contact' : party === 'payer' ? 'customer' : 'vendor';
  const about = { type: what, name } as const;
  const theirs = `“${match.contact?.name ?? ''}”`;
  const contactName = match.contact?.name ?? null;
  const remedy = suggestionFor(place.ledger, { party, name, outcome, reasons, contactName, others }) ?? '';
  switch (outcome) {
    case 'missing':
      return [
        finding('contact', 'will_fail', {
          cause: 'missing_contact_mapping',
          about,
          words: `${ledger} has no ${what} “${name}”.`,
          remedy,
        }),
      ];
    case 'inactive':
      return [
        finding('contact', 'will_fail', {
          cause: 'inactive_reference',
          about,
          words: `The ${what} ${theirs} is inactive in ${ledger}.`,
          remedy,
        }),
      ];
    case 'near':
    case 'differs': {
      const by = sayList(reasons.map((reason) => REASON_WORDS[reason]));
      const words = `“${name}” is ${theirs} in ${ledger}: the two differ by ${by}.`;
      return [finding('contact_name', 'may_fail', { cause: 'contact_mismatch', about, words, remedy })];
    }
    default:
      return outcome satisfies never;
  }
}
