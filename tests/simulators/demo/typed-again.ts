import type { LedgerContact } from './contact-differences.ts';
import type { SyncedDocument } from './synced-document.ts';

/** Contacts that somebody entered a second time, by the name of the first. */
export type Again = { of: string; name: string; email?: string | null; phone?: string; taxNumber?: string };

/** A contact with what tells that it is there already. */
export type TellingContact = LedgerContact & { phone?: string; taxNumber?: string };

/** Adds the second ones to the contacts of a ledger; both have the telephone and the tax number. */
export function withAgain(contacts: readonly LedgerContact[], again: readonly Again[]): TellingContact[] {
  const told = contacts.map((contact): TellingContact => {
    const { phone, taxNumber } = again.find(({ of }) => of === contact.name) ?? {};
    return { ...contact, phone, taxNumber };
  });
  const added = again.flatMap(({ of, name, email, phone, taxNumber }) => {
    const first = contacts.find((contact) => contact.name === of);
    return first === undefined
      ? []
      : [{ ...first, name, email: email === undefined ? first.email : email, phone, taxNumber, isInactive: false }];
  });
  return [...told, ...added];
}

const DAY_MS = 86_400_000;

/** How somebody who types a document does not see that it is there: under which number, and how many days later. */
const TYPED: readonly { kind: 'bill' | 'invoice'; number: (number: string) => string | null; daysLater: number }[] = [
  { kind: 'bill', number: (number) => number.replace(/^\D+/, ''), daysLater: 0 },
  { kind: 'bill', number: (number) => number, daysLater: 3 },
  { kind: 'bill', number: () => null, daysLater: 0 },
  { kind: 'invoice', number: (number) => `${number}-1`, daysLater: 0 },
  { kind: 'invoice', number: (number) => number.replace(/^\D+/, ''), daysLater: 1 },
];

/** So many documents lie between those that are typed again. */
const STRIDE = 9;

/** Gives documents that stand in the ledger a second time: recent ones that a sync job wrote, typed by hand as well. */
export function typedAgain(
  documents: readonly SyncedDocument[],
  referenceOf: (place: number) => string,
): SyncedDocument[] {
  const recent = documents
    .filter(({ number, amount }) => number !== null && Number(amount) > 0)
    .toSorted((a, b) => (a.documentDate < b.documentDate ? 1 : a.documentDate > b.documentDate ? -1 : 0));
  return TYPED.flatMap(({ kind, number, daysLater }, place) => {
    const found = recent.filter((one) => one.kind === kind)[(place + 1) * STRIDE];
    if (found === undefined) return [];
    const date = new Date(Date.parse(found.documentDate) + daysLater * DAY_MS).toISOString().slice(0, 10);
    return [{ ...found, number: number(found.number ?? ''), documentDate: date, reference: referenceOf(place) }];
  });
}
