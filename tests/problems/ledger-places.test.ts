import { expect, test } from 'vitest';
import { CAUSES } from '#lib/causes/causes.ts';
import { LEDGER_ENVIRONMENTS, LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { ledgerPlaces } from '#lib/problems/ledger-places.ts';

test('a thing that the message names by its id is opened itself, and the list of its kind beside it', () => {
  const acme = { type: 'vendor', name: 'Acme Corp', id: '57' } as const;
  const vendors = { label: 'Vendors', href: 'https://app.qbo.intuit.com/app/vendors' };
  expect(ledgerPlaces({ cause: 'duplicate_name', about: acme }, 'qbo', 'production')).toEqual([
    { label: 'Vendor Acme Corp', href: 'https://app.qbo.intuit.com/app/vendordetail?nameId=57' },
    vendors,
  ]);
  // What was not found can't be opened.
  expect(ledgerPlaces({ cause: 'missing_contact_mapping', about: acme }, 'qbo', 'production')).toEqual([vendors]);
  // An id is somebody else's text: it never becomes part of an address unless it is one of the ledger's own form.
  for (const id of ['57&x=1', '../57', 'javascript:1']) {
    expect(ledgerPlaces({ cause: 'duplicate_name', about: { ...acme, id } }, 'qbo', 'production')).toEqual([vendors]);
  }
  const contact = { type: 'contact', name: null, id: '0d7e5c4a-1f2b-4c3d-8e9f-0a1b2c3d4e5f' } as const;
  expect(ledgerPlaces({ cause: 'inactive_reference', about: contact }, 'xero', 'production')[0]?.href).toBe(
    `https://go.xero.com/app/contacts/contact/${contact.id}`,
  );
});

test('a test company has its own host; a demo, or a company that nobody connected, only names the screen', () => {
  const about = { type: 'account', name: '200', id: null } as const;
  const place = (environment: 'sandbox' | 'demo' | null) =>
    ledgerPlaces({ cause: 'missing_account_mapping', about }, 'qbo', environment);
  expect(place('sandbox')).toEqual([
    { label: 'Chart of accounts', href: 'https://app.sandbox.qbo.intuit.com/app/chartofaccounts' },
  ]);
  expect(place('demo')).toEqual([{ label: 'Chart of accounts', href: null }]);
  expect(place(null)).toEqual([{ label: 'Chart of accounts', href: null }]);
});

test('of every cause, ledger and environment it leads to that ledger or nowhere', () => {
  for (const cause of CAUSES) {
    expect(ledgerPlaces({ cause, about: null }, null, null)).toEqual([]);
    for (const ledger of LEDGERS) {
      for (const environment of LEDGER_ENVIRONMENTS) {
        for (const { label, href } of ledgerPlaces({ cause, about: null }, ledger, environment)) {
          expect(label).not.toBe('');
          if (href === null) continue;
          const { host, protocol } = new URL(href);
          expect(protocol).toBe('https:');
          expect(host).toMatch(ledger === 'qbo' ? /\.qbo\.intuit\.com$/ : /^go\.xero\.com$/);
        }
      }
    }
  }
});
