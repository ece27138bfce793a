import { beforeEach, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { ledgerConfiguration, ledgerCredentials } from '#lib/ledgers/configuration.ts';

beforeEach(() =>
  setEnvironment({
    TIEOUT_URL: 'https://tieout.example/',
    QBO_CLIENT_ID: undefined,
    QBO_CLIENT_SECRET: undefined,
    XERO_CLIENT_ID: 'ours',
    XERO_CLIENT_SECRET: 'secret-of-ours',
    XERO_SCOPES: undefined,
  }),
);

test('what is missing is named by its variables, and so is the address to register', () => {
  expect(ledgerConfiguration('qbo')).toEqual({
    ledger: 'qbo',
    environment: 'production',
    redirectUri: 'https://tieout.example/api/connections/qbo/callback',
    missing: ['QBO_CLIENT_ID', 'QBO_CLIENT_SECRET'],
  });
  setEnvironment({ QBO_CLIENT_ID: 'ours' });
  expect(ledgerConfiguration('qbo').missing).toEqual(['QBO_CLIENT_SECRET']);
  expect(() => ledgerCredentials('qbo')).toThrow('Not configured: set QBO_CLIENT_SECRET.');
});

test('a configured ledger says so without its secret', () => {
  const configuration = ledgerConfiguration('xero');
  expect(configuration.missing).toEqual([]);
  expect(JSON.stringify(configuration)).not.toContain('secret-of-ours');
  expect(ledgerCredentials('xero')).toMatchObject({ clientSecret: 'secret-of-ours', baseUrl: null });
  expect(ledgerCredentials('xero').scopes).toContain('accounting.invoices.read');
});
