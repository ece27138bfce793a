import type { Party } from '#lib/comparisons/comparison-contract.ts';
import type { Contact } from '#lib/comparisons/match-name.ts';
import type { Place, RecordFacts } from '../facts.ts';
import { finding, gap, isRead, type Judged, ledgerName, type Rule } from './rule.ts';

const SIDE: Record<Party, { what: string; account: string }> = {
  payer: { what: 'customer', account: 'sales account' },
  billing_org: { what: 'vendor', account: 'purchases account' },
};

/**
 * A line that names neither account nor item, of a contact that has no default account, or one that can't be booked on.
 * Most sync jobs bring accounts of their own, so that it speaks only where documents were refused for it.
 */
export const defaultAccount: Rule = (judged) => {
  const { record, place } = judged;
  if (place === null || !needsDefault(judged)) return [];
  const { what, account } = SIDE[partyOf(record)];
  const ledger = ledgerName(place);
  if (place.references.defaultAccounts === null) {
    if (!record.lacksDefaultAccount) return [];
    const words = `${ledger} does not tell other programs which account is set for the ${what} “${record.party ?? ''}”: look at the ${what} there.`;
    return [gap('account', words)];
  }
  // Without the lists, that it has none is not known either; whom it is about is another rule's.
  const contact = contactOf(record, place);
  if (contact === null || !isRead(place, 'customer') || !isRead(place, 'vendor') || !isRead(place, 'account'))
    return [];
  const about = { type: 'contact', name: contact.name } as const;
  const cause = 'missing_account_mapping';
  const code = defaultAccountOf(record, place);
  if (code === null) {
    const words = `A line names no account, and the contact “${contact.name}” has no default ${account} in ${ledger}.`;
    const remedy = `Set the contact’s default ${account} in ${ledger}, or have the sync job name an account on each line.`;
    return [finding('account', record.lacksDefaultAccount ? 'will_fail' : 'may_fail', { cause, about, words, remedy })];
  }
  const entry = place.references.chart.find('account', code);
  if (entry?.isActive && !entry.isGone) return [];
  const state = entry === null || entry.isGone ? `is not in ${ledger}` : `is inactive in ${ledger}`;
  const words = `The default ${account} “${code}” of the contact “${contact.name}” ${state}.`;
  const remedy = `Give the contact a default ${account} that is active in ${ledger}.`;
  return [finding('account', 'will_fail', { cause, about, words, remedy })];
};

/** Gives the account that is set for lines of a record that name none; null where there is none, or nobody is told. */
export function defaultAccountOf(record: RecordFacts, place: Place): string | null {
  const contact = contactOf(record, place);
  if (contact === null) return null;
  return place.references.defaultAccounts?.get(contact.key)?.[partyOf(record)] ?? null;
}

/** Only of documents: a payment has its own account. Of lines that were never sent it is not known what they name. */
function needsDefault({ record, place }: Judged): boolean {
  if (record.kind !== 'invoice' && record.kind !== 'bill') return false;
  if (!record.lacksDefaultAccount && !place?.needsDefaultAccounts) return false;
  return record.hasLines ? record.hasUncodedLine : record.lacksDefaultAccount;
}

function contactOf(record: RecordFacts, place: Place): Contact | null {
  if (record.party === null) return null;
  const match = place.references.contacts[partyOf(record)].match(record.party, record.emails);
  return match.outcome === 'exact' || match.outcome === 'differs' ? match.contact : null;
}

function partyOf({ kind }: RecordFacts): Party {
  return kind === 'invoice' || kind === 'invoice_payment' ? 'payer' : 'billing_org';
}
