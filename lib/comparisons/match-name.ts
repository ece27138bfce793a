import type { EmailOutcome, NameOutcome, NameReason } from './comparison-contract.ts';
import { differencesOf, foldName, type NameWords, wordsOf } from './fold-name.ts';
import { SimilarIndex } from './similar-index.ts';

/** A contact of a ledger, as names are compared with it. */
export type Contact = {
  type: 'customer' | 'vendor';
  key: string;
  name: string;
  email: string | null;
  isActive: boolean;
};

/** What a name on records goes with; `others`: so many further contacts go with it as well. */
export type Match = { outcome: NameOutcome; reasons: NameReason[]; contact: Contact | null; others: number };

type Found = Map<string, Contact[]>;
type Filed = { contact: Contact } & NameWords;

/** A ledger's contacts, filed so that tens of thousands of names can be compared with them one by one. */
export class ContactIndex {
  /** Under their folded names: those in the list where the names belong, and those in the other. */
  readonly #own: Found = new Map();
  readonly #other: Found = new Map();
  /** Active ones of the own list alone, which a name may be a misspelling of. */
  readonly #bySortedWords = new Map<string, Filed[]>();
  readonly #byEmail: Found = new Map();
  readonly #similar = new SimilarIndex();
  readonly #filed: Filed[] = [];

  /** `isOwn`: whether a contact is in the list where the names belong; a payer is a customer. */
  constructor(contacts: Iterable<Contact>, isOwn: (contact: Contact) => boolean) {
    for (const contact of contacts) {
      file(isOwn(contact) ? this.#own : this.#other, foldName(contact.name), contact);
      if (!isOwn(contact) || !contact.isActive) continue;
      const filed = { contact, ...wordsOf(contact.name) };
      file(this.#bySortedWords, filed.words.toSorted().join(' '), filed);
      for (const email of emailsOf(contact.email)) file(this.#byEmail, email, contact);
      this.#similar.add(filed.words.join(''));
      this.#filed.push(filed);
    }
  }

  /** Gives the contact that a name on records goes with, if there is one. `emails`: those of the same records. */
  match(name: string, emails: readonly string[] = []): Match {
    const same = this.#own.get(foldName(name)) ?? [];
    const active = same.filter(({ isActive }) => isActive);
    if (active.length > 0) return samed(name, active);
    if (same.length > 0) return { ...samed(name, same), outcome: 'inactive' };
    return (
      this.#misspelt(name) ??
      this.#inOtherList(name) ??
      this.#byAddress(emails) ?? { outcome: 'missing', reasons: [], contact: null, others: 0 }
    );
  }

  #misspelt(name: string): Match | null {
    const own = wordsOf(name);
    const sameWords = this.#bySortedWords.get(own.words.toSorted().join(' '));
    if (sameWords !== undefined) return near(name, own, sameWords);
    const nearest = this.#similar.nearest(own.words.join(''));
    return nearest === null
      ? null
      : near(
          name,
          own,
          nearest.numbers.flatMap((number) => this.#filed[number] ?? []),
        );
  }

  #inOtherList(name: string): Match | null {
    const contacts = this.#other.get(foldName(name));
    if (contacts === undefined) return null;
    const { contact, reasons, others } = samed(name, contacts);
    return { outcome: 'near', reasons: [...reasons, 'other_list'], contact, others };
  }

  #byAddress(emails: readonly string[]): Match | null {
    for (const email of emails.flatMap(emailsOf)) {
      const contacts = this.#byEmail.get(email);
      const [contact] = contacts?.toSorted(byName) ?? [];
      if (contact !== undefined) {
        return { outcome: 'near', reasons: ['email'], contact, others: (contacts?.length ?? 1) - 1 };
      }
    }
    return null;
  }
}

/** Compares the addresses of a name's records with its contact's. */
export function compareEmails(onRecords: readonly string[], contact: Contact | null): EmailOutcome {
  if (contact === null) return 'no_contact';
  const records = onRecords.flatMap(emailsOf);
  if (records.length === 0) return 'none_on_records';
  const inLedger = emailsOf(contact.email);
  if (inLedger.length === 0) return 'none_in_ledger';
  return records.some((email) => inLedger.includes(email)) ? 'same' : 'differs';
}

/** Contacts that fold to the same as the name: the one that is the same letter by letter, or differs by least. */
function samed(name: string, contacts: readonly Contact[]): Match {
  const [best] = contacts
    .map((contact) => ({ contact, reasons: differencesOf(name, contact.name) }))
    .toSorted((a, b) => a.reasons.length - b.reasons.length || byName(a.contact, b.contact));
  const reasons = best?.reasons ?? [];
  return {
    outcome: reasons.length === 0 ? 'exact' : 'differs',
    reasons,
    contact: best?.contact ?? null,
    others: contacts.length - 1,
  };
}

/** Contacts of the same words in whatever order, or of nearly the same letters: the one whose form of company is the same first. */
function near(name: string, own: NameWords, filed: readonly Filed[]): Match | null {
  const [best] = filed.toSorted(
    (a, b) => Number(a.form !== own.form) - Number(b.form !== own.form) || byName(a.contact, b.contact),
  );
  if (best === undefined) return null;
  const reasons: NameReason[] = [];
  const hasSameWords = best.words.toSorted().join(' ') === own.words.toSorted().join(' ');
  if (!hasSameWords) reasons.push('spelling');
  else if (best.words.join(' ') !== own.words.join(' ')) reasons.push('word_order');
  if (best.form !== own.form) reasons.push('company_form');
  // Nothing but an article, or signs that part words.
  if (reasons.length === 0) reasons.push(...differencesOf(name, best.contact.name));
  return { outcome: 'near', reasons, contact: best.contact, others: filed.length - 1 };
}

function byName(a: Contact, b: Contact): number {
  const [x, y] = [`${a.name}\n${a.key}`, `${b.name}\n${b.key}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A ledger may hold several addresses in one field. */
function emailsOf(text: string | null): string[] {
  if (text === null) return [];
  return text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((email) => email.includes('@'));
}

function file<Value>(files: Map<string, Value[]>, key: string, value: Value): void {
  const values = files.get(key);
  if (values === undefined) files.set(key, [value]);
  else values.push(value);
}
