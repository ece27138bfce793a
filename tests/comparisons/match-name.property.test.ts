import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { differencesOf, foldName, wordsOf } from '#lib/comparisons/fold-name.ts';
import { type Contact, ContactIndex, compareEmails } from '#lib/comparisons/match-name.ts';
import { mistakesAllowed, SimilarIndex } from '#lib/comparisons/similar-index.ts';

const contact = (name: string, more: Partial<Contact> = {}): Contact => ({
  type: 'customer',
  key: name,
  name,
  email: null,
  isActive: true,
  ...more,
});
const index = (...contacts: Contact[]) => new ContactIndex(contacts, ({ type }) => type === 'customer');

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const words = fc.array(word, { minLength: 1, maxLength: 4 });
const western = fc.string({ unit: fc.constantFrom(...'abzÀéßøŁñüœŒÞıσς &-.7'), maxLength: 20 });
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

describe('Names', () => {
  test.each([
    ['Acme Retail', 'Acme Retail', 'exact', []],
    ['Acme  Retail ', 'Acme Retail', 'differs', ['space']],
    ['Acme\u00a0Retail', 'Acme Retail', 'differs', ['space']],
    ['ACME RETAIL', 'Acme Retail', 'differs', ['case']],
    ['Café Müller', 'Cafe Muller', 'differs', ['accent']],
    ['Straße 7', 'STRASSE 7', 'differs', ['case']],
    ['Smørrebrød', 'SMORREBROD', 'differs', ['case', 'accent']],
    ['Acme Retail, Inc.', 'Acme Retail Inc', 'differs', ['punctuation']],
    ['Bed & Breakfast', 'Bed and Breakfast', 'differs', ['punctuation']],
    ['O’Brien', "O'Brien", 'differs', ['punctuation']],
    ['Acme-Retail', 'ACME Retail', 'differs', ['space', 'case', 'punctuation']],
    ['Acme Retail L.L.C.', 'Acme Retail', 'near', ['company_form']],
    ['Acme Retail Pty Ltd', 'Acme Retail Limited', 'near', ['company_form']],
    ['Retail Acme', 'Acme Retail', 'near', ['word_order']],
    ['Retail, Acme Inc', 'Acme Retail LLC', 'near', ['word_order', 'company_form']],
    ['Acme Retial', 'Acme Retail', 'near', ['spelling']],
    ['Acme Retial GmbH', 'Acme Retail', 'near', ['spelling', 'company_form']],
    ['Store 101', 'Store 102', 'missing', []],
    ['Acme', 'Acne', 'missing', []],
    ['Zebra Foods', 'Acme Retail', 'missing', []],
    ['Inc', 'LLC', 'missing', []],
    ['&', '+', 'missing', []],
  ] as const)('%s on records, %s in the ledger: %s', (name, inLedger, outcome, reasons) => {
    const match = index(contact(inLedger), contact('Somebody else')).match(name);
    expect({ outcome: match.outcome, reasons: match.reasons }).toEqual({ outcome, reasons });
    expect(match.contact?.name).toBe(outcome === 'missing' ? undefined : inLedger);
  });

  test('go with an active contact of their own list before any other', () => {
    const own = contact('Acme Retail');
    const archived = contact('Acme Retail', { key: 'old', isActive: false });
    const vendor = contact('Acme Retail', { key: 'v', type: 'vendor' });
    expect(index(vendor, archived, own).match('acme retail')).toMatchObject({
      outcome: 'differs',
      contact: own,
      others: 0,
    });
    expect(index(vendor, archived).match('Acme Retail')).toMatchObject({ outcome: 'inactive', contact: archived });
    expect(index(vendor).match('Acme Retail')).toMatchObject({
      outcome: 'near',
      reasons: ['other_list'],
      contact: vendor,
    });
    expect(index(own, contact('ACME Retail')).match('Acme Retail')).toMatchObject({ outcome: 'exact', others: 1 });
    expect(index(archived).match('Acme Retial')).toMatchObject({ outcome: 'missing' });
  });

  test('that nothing is called like are found by their e-mail address', () => {
    const acme = contact('Acme Retail', { email: 'ap@acme.test; Billing@Acme.test' });
    expect(index(acme).match('Western Stores', ['billing@acme.TEST'])).toMatchObject({
      outcome: 'near',
      reasons: ['email'],
      contact: acme,
    });
    expect(compareEmails([], acme)).toBe('none_on_records');
    expect(compareEmails(['AP@acme.test'], acme)).toBe('same');
    expect(compareEmails(['other@acme.test'], acme)).toBe('differs');
    expect(compareEmails(['ap@acme.test'], contact('A'))).toBe('none_in_ledger');
    expect(compareEmails(['ap@acme.test'], null)).toBe('no_contact');
  });
});

describe('Any name', () => {
  test('is exactly itself, whatever it is made of', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, other) => {
        expect(index(contact(other), contact(name)).match(name)).toMatchObject({ outcome: 'exact', contact: { name } });
      }),
    );
  });

  test('folds to what it folds to, in upper case and with spaces about it too', () => {
    fc.assert(
      fc.property(anyName, western, (name, other) => {
        for (const like of [` ${name}\u00a0`, name.normalize('NFD')]) {
          expect(foldName(like)).toBe(foldName(name));
        }
        expect(foldName(other.toUpperCase())).toBe(foldName(other));
        expect(foldName(foldName(other))).toBe(foldName(other));
        expect(differencesOf(name, name)).toEqual([]);
      }),
    );
  });

  test('in another dress is the same contact, and what it differs by is said', () => {
    const dress = fc.constantFrom<[string, (name: string) => string]>(
      ['case', (name) => name.toUpperCase()],
      ['space', (name) => name.replaceAll(' ', '  ').concat(' ')],
      ['punctuation', (name) => `${name}.`],
      ['accent', (name) => name.replaceAll(/[aeiou]/g, (letter) => `${letter}\u0301`)],
    );
    fc.assert(
      fc.property(words, fc.uniqueArray(dress, { selector: ([reason]) => reason }), (list, dresses) => {
        const name = list.join(' ');
        let dressed = name;
        const reasons: string[] = [];
        for (const [reason, put] of dresses) {
          if (put(dressed) !== dressed) reasons.push(reason);
          dressed = put(dressed);
        }
        const match = index(contact(name), contact('somebody else')).match(dressed);
        expect(match.contact?.name).toBe(name);
        expect(match.reasons.toSorted()).toEqual(reasons.toSorted());
      }),
    );
  });

  test('with its words in another order and another form of company is near', () => {
    const forms = fc.constantFrom('', ' Inc', ' L.L.C.', ', Ltd.', ' Pty Ltd', ' GmbH');
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 4 }), forms, forms, (list, a, b) => {
        const [name, other] = [list.join(' ') + a, list.toReversed().join(' ') + b];
        fc.pre(wordsOf(name).words.length === list.length && wordsOf(other).words.length === list.length);
        expect(index(contact(other)).match(name)).toMatchObject({ outcome: 'near', contact: { name: other } });
      }),
    );
  });
});

test('What is filed is found with as many mistakes as it may have, and nothing else is', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd');
  const text = fc.string({ unit: letter, minLength: 4, maxLength: 24 });
  const change = fc.record({ at: fc.nat(30), how: fc.constantFrom('put', 'take', 'turn'), letter });
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 20 }),
      text,
      fc.array(change, { maxLength: 3 }),
      (others, filed, changes) => {
        let asked = filed;
        for (const { at: place, how, letter: put } of changes) {
          const at = place % asked.length;
          asked = asked.slice(0, at) + (how === 'take' ? '' : put) + asked.slice(how === 'put' ? at : at + 1);
        }
        const similar = new SimilarIndex();
        const all = [...others, filed];
        for (const one of all) similar.add(one);
        const near = all
          .map((one, number) => ({ number, mistakes: distance(asked, one), least: Math.min(asked.length, one.length) }))
          .filter(({ mistakes, least }) => least >= 5 && mistakes <= mistakesAllowed(least));
        const best = Math.min(...near.map(({ mistakes }) => mistakes));
        const expected = near.filter(({ mistakes }) => mistakes === best).map(({ number }) => number);
        expect(similar.nearest(asked)?.numbers ?? []).toEqual(expected);
      },
    ),
    { numRuns: 400 },
  );
});
