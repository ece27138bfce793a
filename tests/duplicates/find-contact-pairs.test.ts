import { expect, test } from 'vitest';
import { emailsOf, phoneKeyOf, taxNumberOf } from '#lib/duplicates/contact-evidence.ts';
import { findContactPairs } from '#lib/duplicates/find-contact-pairs.ts';
import { contact, LABELLED_CONTACTS } from './labelled-contacts.ts';

test('Labelled contacts: few are missed, and none is said to be what it is not', async () => {
  const answers = await Promise.all(
    LABELLED_CONTACTS.map(async ({ ledger, a, b, isDuplicate }) => ({
      names: `${a.name} | ${b.name}`,
      isDuplicate,
      isFound: (await findContactPairs(ledger, [a, b])).length > 0,
    })),
  );
  const wrong = answers.filter(({ isDuplicate, isFound }) => isFound && !isDuplicate).map(({ names }) => names);
  const missed = answers.filter(({ isDuplicate, isFound }) => isDuplicate && !isFound).map(({ names }) => names);
  expect(wrong).toEqual([]);
  expect(missed).toEqual(['Kestrel Outdoor Supply | Kestrel Outdoors']);
  expect(answers.length).toBeGreaterThanOrEqual(60);
});

test('What many contacts have in common makes none of them one', async () => {
  const names = [
    'Fast Haulage',
    'Fast Haulage Services',
    'Rapid Logistics',
    'Green Line Carriers',
    'Blue Ridge Trucking',
  ];
  const ofFactor = names.map((name, place) =>
    contact(String(place), name, { email: 'pay@factor.example', phone: '312 555 0142' }),
  );
  expect(await findContactPairs('qbo', ofFactor)).toEqual([]);
  const [pair, ...more] = await findContactPairs('qbo', ofFactor.slice(0, 2));
  expect(more).toEqual([]);
  expect(pair?.reasons).toEqual(['name_longer', 'email_same', 'phone_same']);
});

test('A crowd of one name is compared without comparing all with all', async () => {
  const crowd = Array.from({ length: 5_000 }, (_, place) =>
    contact(String(place), 'Cash Customer', { email: 'cash@shop.example' }),
  );
  const pairs = await findContactPairs('qbo', crowd);
  expect(pairs.length).toBeGreaterThan(5_000);
  expect(pairs.length).toBeLessThan(60_000);
});

test('Addresses, telephones and tax numbers are read as they are meant', () => {
  expect(emailsOf('AP@Acme.example; x, <b+tag@acme.example>')).toEqual(['ap@acme.example', 'b@acme.example']);
  expect([phoneKeyOf('+61 2 9999 1420'), phoneKeyOf('(02) 9999-1420 x 12')]).toEqual(['299991420', '299991420']);
  expect([phoneKeyOf('0000000000'), phoneKeyOf('12 34'), phoneKeyOf(null)]).toEqual([null, null, null]);
  expect(taxNumberOf('ABN 51 824 753 556')).toEqual(taxNumberOf('51824753556'));
  expect(taxNumberOf('GB 123 4567 80')).toEqual(taxNumberOf('123456780'));
  expect(taxNumberOf('***-**-4567')).toEqual({ text: '4567', isMasked: true });
  expect([taxNumberOf('n/a'), taxNumberOf('000000000'), taxNumberOf('123456789')]).toEqual([null, null, null]);
});
