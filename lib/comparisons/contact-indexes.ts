import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Party } from './comparison-contract.ts';
import { type Contact, ContactIndex } from './match-name.ts';

/** A ledger's contacts, for the names of each party. */
export type ContactIndexes = Record<Party, ContactIndex>;

/** Files a ledger's contacts, so that names on records can be looked up among those that may be meant. */
export function contactIndexes(ledger: Ledger, contacts: readonly Contact[]): ContactIndexes {
  // Xero has one list of contacts: who is in both of ours is one contact, and either may be sold to and bought from.
  const known = ledger === 'xero' ? [...new Map(contacts.map((contact) => [contact.key, contact])).values()] : contacts;
  const indexOf = (type: Contact['type']) =>
    new ContactIndex(known, (contact) => ledger === 'xero' || contact.type === type);
  return { payer: indexOf('customer'), billing_org: indexOf('vendor') };
}
