import { setImmediate as turn } from 'node:timers/promises';
import { SimilarIndex } from '#lib/comparisons/similar-index.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { type Compared, compareContacts, type Shared } from './compare-contacts.ts';
import { type ContactEvidence, type ContactSide, evidenceOf } from './contact-evidence.ts';
import { type ContactReason, GROUP_MAX } from './duplicate-contract.ts';

/** What more contacts have than this is no mark of any of them. */
const SHARED_BY = 3;

/** So many contacts are looked at before others have their turn in the process. */
const SLICE = 100;

export type FoundPair<Side, Reason> = Compared<Reason> & { left: Side; right: Side };

/**
 * Finds the contacts of one ledger that look like one. Each is compared only with those that share a name, nearly a name,
 * an address, a telephone or a tax number with it, so that tens of thousands take seconds.
 */
export async function findContactPairs(
  ledger: Ledger,
  contacts: readonly ContactSide[],
): Promise<FoundPair<ContactSide, ContactReason>[]> {
  const all = contacts.map(evidenceOf);
  const shared = sharedBy(all);
  const neighbours = neighboursOf(all);
  const found: FoundPair<ContactSide, ContactReason>[] = [];
  const seen = new Set<number>();
  for (const [place, contact] of all.entries()) {
    if (place % SLICE === 0) await turn();
    for (const other of neighbours(place)) {
      const fellow = all[other];
      const pair = Math.min(place, other) * all.length + Math.max(place, other);
      if (fellow === undefined || other === place || seen.has(pair)) continue;
      seen.add(pair);
      const compared = compareContacts(ledger, contact, fellow, shared);
      if (compared !== null) found.push({ ...compared, left: contact, right: fellow });
    }
  }
  return found;
}

/** Addresses and telephones of so many contacts of different names that they tell nothing. */
function sharedBy(all: readonly ContactEvidence[]): Shared {
  const names = { emails: new Map<string, Set<string>>(), phones: new Map<string, Set<string>>() };
  const note = (map: Map<string, Set<string>>, key: string, name: string) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, new Set([name]));
    else known.add(name);
  };
  for (const { emails, phoneKey, joined } of all) {
    for (const email of emails) note(names.emails, email, joined);
    if (phoneKey !== null) note(names.phones, phoneKey, joined);
  }
  const common = (map: Map<string, Set<string>>) =>
    new Set([...map].filter(([, known]) => known.size > SHARED_BY).map(([key]) => key));
  return { emails: common(names.emails), phones: common(names.phones) };
}

/** Gives what gives the places of those that a contact is to be compared with. */
function neighboursOf(all: readonly ContactEvidence[]): (place: number) => Iterable<number> {
  const blocks = new Map<string, number[]>();
  const keysOf = ({ folded, named, joined, emails, phoneKey, tax, list }: ContactEvidence) => [
    `${list} f ${folded}`,
    `${list} j ${joined}`,
    `${list} w ${named.words.toSorted().join(' ')}`,
    ...emails.map((email) => `${list} e ${email}`),
    ...(phoneKey === null ? [] : [`${list} p ${phoneKey}`]),
    ...(tax === null || tax.isMasked ? [] : [`${list} t ${tax.text}`]),
  ];
  const similar = new SimilarIndex();
  /** Contacts of the same letters are filed once. */
  const texts = new Map<string, { number: number; places: number[] }>();
  const placesOf: number[][] = [];
  for (const [place, contact] of all.entries()) {
    for (const key of keysOf(contact)) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [place]);
      else block.push(place);
    }
    const known = texts.get(contact.joined);
    if (known !== undefined) {
      known.places.push(place);
      continue;
    }
    const text = { number: similar.add(contact.joined), places: [place] };
    texts.set(contact.joined, text);
    placesOf[text.number] = text.places;
  }
  return (place) => {
    const contact = all[place];
    if (contact === undefined) return [];
    const near = new Set<number>();
    for (const key of keysOf(contact)) {
      const block = blocks.get(key) ?? [];
      // Of a crowd, each is compared with those that follow it: no group is larger than that.
      const from = block.length <= GROUP_MAX ? 0 : placeIn(block, place);
      for (const other of block.slice(from, from + GROUP_MAX)) near.add(other);
    }
    const text = texts.get(contact.joined);
    // Asked for once for all of the same letters, from the first of them.
    for (const number of text === undefined ? [] : similar.others(text.number)) {
      for (const other of (placesOf[number] ?? []).slice(0, GROUP_MAX)) near.add(other);
    }
    return near;
  };
}

/** Where a number is in a list that is in order. */
function placeIn(block: readonly number[], place: number): number {
  let [low, high] = [0, block.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((block[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
