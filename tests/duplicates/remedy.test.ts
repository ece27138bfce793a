import { expect, test } from 'vitest';
import { ledgerLink, whyOf } from '#lib/duplicates/duplicate-words.ts';
import { remedyFor } from '#lib/duplicates/remedy.ts';

const BILLS = { subject: 'document', kind: 'bill', ledger: 'qbo', count: 2, synced: 1, keep: null } as const;

test('What payments are linked to is never said to be deleted', () => {
  expect(remedyFor({ ...BILLS, paid: 0 }).warning).toBeNull();
  expect(remedyFor({ ...BILLS, paid: 1 }).warning).toContain('do not delete that one');
  const both = remedyFor({ ...BILLS, paid: 2 });
  expect(both.warning).toContain('do not delete or void either');
  expect(both.steps.join(' ')).toContain('ask the vendor for the money back');
  expect(both.steps.join(' ')).not.toContain('More, then Delete');
});

test('Each ledger has its own way to merge, which can’t be undone', () => {
  const contacts = { subject: 'contact', paid: 0, count: 2, synced: 0, keep: 'Acme' } as const;
  const qbo = remedyFor({ ...contacts, kind: 'customer', ledger: 'qbo' });
  const xero = remedyFor({ ...contacts, kind: 'contact', ledger: 'xero' });
  expect(qbo.steps.join(' ')).toContain('exactly “Acme”, letter by letter');
  expect(qbo.notes.join(' ')).toContain('sub-customers');
  expect(xero.steps.join(' ')).toContain('Choose Merge, choose “Acme”');
  for (const { warning } of [qbo, xero]) expect(warning).toContain('can’t be undone');
});

test('What is kept goes by what is known of it', () => {
  const first = (more: { paid: number; synced: number }) => remedyFor({ ...BILLS, ...more }).steps[0];
  expect(first({ paid: 0, synced: 1 })).toContain('that a sync job wrote');
  expect(first({ paid: 1, synced: 0 })).toContain('that the payment is linked to');
  expect(first({ paid: 0, synced: 2 })).toContain('the more complete one');
  expect(remedyFor({ ...BILLS, subject: 'record', paid: 0 }).notes.at(-1)).toContain('exclude the record');
});

test('Reasons make a sentence, and a demo has no pages to link to', () => {
  expect(whyOf(['email_same', 'phone_differs'])).toBe('Same e-mail address; but other telephones');
  expect(whyOf([])).toBe('');
  expect(ledgerLink('qbo', 'demo', { kind: 'bill', key: '5' })).toBeNull();
  expect(ledgerLink('xero', 'production', { kind: 'contact', key: 'a/b' })).toBe(
    'https://go.xero.com/Contacts/View/a%2Fb',
  );
});
