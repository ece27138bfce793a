import type { AdoptionCandidate, AdoptionOffer, Compared, ComparedFact } from '#lib/adoption/adoption-contract.ts';
import type { DocumentStatus } from '#lib/ledgers/ledger-document.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';

/** How people call the states of a ledger's document. */
export const DOCUMENT_STATUS_WORDS: Record<DocumentStatus, string> = {
  draft: 'Draft, not approved',
  open: 'Open',
  paid: 'Paid',
  voided: 'Void',
  deleted: 'Deleted',
};

/** How people call what is compared; the party by the record's kind. */
export function factName(what: Compared, kind: Kind): string {
  if (what === 'party') return kind === 'invoice' || kind === 'invoice_payment' ? 'Customer' : 'Vendor';
  return { total: 'Total', currency: 'Currency', date: 'Date', status: 'Status' }[what];
}

/** Says in one sentence what came of looking for the number. */
export function offerSentence({ number, connection, candidates }: AdoptionOffer, kind: Kind): string {
  const ledger = LEDGER_WORDS[connection.ledger].name;
  const document = KIND_LABEL[kind].one.toLowerCase();
  const [first] = candidates;
  if (first === undefined) {
    return `${ledger} has no ${document} with the number ${number} now. It may have been renamed or deleted: put the record back to Pending to try again.`;
  }
  if (candidates.length > 1)
    return `${ledger} has ${candidates.length} ${KIND_LABEL[kind].many.toLowerCase()} with the number ${number}.`;
  if (first.isAdoptable) return `It is in ${ledger} already: the ${document} ${number} is the same.`;
  if (first.owner !== null) return `The ${document} ${number} in ${ledger} is another record of Tieout already.`;
  return `The ${document} ${number} in ${ledger} is not the same: ${differing(first.facts, kind)}.`;
}

/** Says what to do where the document that holds the number is another one. */
export function renameAdvice({ freeNumber }: AdoptionOffer, ledger: Ledger, kind: Kind): string {
  const first = `Give this one another number in the source system, such as ${freeNumber}, then put it back to Pending.`;
  if (ledger === 'xero') {
    return kind === 'invoice' ? `${first} Xero takes no invoice number twice, not even that of a void one.` : first;
  }
  return kind === 'bill'
    ? `${first} Or let QuickBooks take it: Settings, Advanced, Other preferences, Warn if duplicate bill number is used.`
    : first;
}

/** Whether rename advice helps: another document holds the number, and stays there. */
export function isTaken({ facts, isAdoptable }: AdoptionCandidate): boolean {
  return !isAdoptable && facts.some(({ what, isSame }) => what !== 'status' && !isSame);
}

function differing(facts: readonly ComparedFact[], kind: Kind): string {
  const names = facts.filter(({ isSame }) => !isSame).map(({ what }) => factName(what, kind).toLowerCase());
  const last = names.pop() ?? '';
  const list = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  return `${list} ${names.length === 0 ? 'differs' : 'differ'}`;
}
