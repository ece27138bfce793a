import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { beginExport, exportWorkbook, wishOf } from '#tests/factories/exported.ts';
import { received } from '#tests/factories/received-item.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { valuesOf } from '#tests/factories/workbook.ts';

const CSV = { format: 'csv' as const, hasAttempts: true, hasLines: true };

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant({ timeZone: 'America/Chicago' });
  const record = { kind: 'invoice', sourceId: 'inv_1', number: '0007', amount: '110.00', currency: 'USD' };
  const lines = [
    { lineNo: 1, description: '=Linehaul', amount: '100.00', quantity: '1.5', accountCode: '4000' },
    { lineNo: 2, description: 'Fuel', amount: '10.00', tracking: [{ name: 'Region', option: 'West' }] },
  ];
  await putRecords(
    keyContext(tenant),
    received([
      { ...record, lines },
      { ...record, sourceId: 'inv_2', number: 'B' },
    ]),
  );
  const attempt = { record: { kind: 'invoice', sourceId: 'inv_1' }, sentAmount: '110.00', sentCurrency: 'USD' };
  await reportAttempts(
    keyContext(tenant),
    received([
      {
        ...attempt,
        externalId: 'SY1',
        outcome: 'failed',
        attemptedAt: '2026-03-08T07:30:00Z',
        errorCode: '6000',
        errorMessage: 'No account',
      },
      {
        ...attempt,
        externalId: 'SY2',
        outcome: 'complete',
        attemptedAt: '2026-03-08T08:30:00Z',
        referenceNumber: '0099',
        syncedAmount: '109.99',
        syncedCurrency: 'USD',
        syncedLines: [{ lineNo: 1, syncedAmount: '99.99' }],
      },
    ]),
  );
});

test('each try stands in a sheet of its own, in the order of the records and of the tries', async () => {
  const wish = wishOf({ options: { format: 'xlsx', hasAttempts: true, hasLines: true } });
  const workbook = await exportWorkbook(memberOf(tenant), wish);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Invoices', 'Attempts', 'Lines']);
  const attempts = valuesOf(workbook.getWorksheet('Attempts'));
  expect(attempts).toHaveLength(2);
  expect(attempts[0]).toMatchObject({
    Number: '0007',
    Outcome: 'Failed',
    'Attempted at': new Date('2026-03-08T01:30:00Z'),
    'Sent amount': 110,
    'Sent currency': 'USD',
    'Synced amount': null,
    'Error code': '6000',
    Message: 'No account',
    Source: 'tms',
    Attempt: 'SY1',
  });
  // An hour of that night was left out.
  expect(attempts[1]).toMatchObject({
    Outcome: 'Complete',
    'Attempted at': new Date('2026-03-08T03:30:00Z'),
    Reference: '0099',
    'Synced amount': 109.99,
  });
  const lines = valuesOf(workbook.getWorksheet('Lines'));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    Line: 1,
    Description: '=Linehaul',
    Quantity: 1.5,
    Amount: 100,
    'Synced amount': 99.99,
    Difference: -0.01,
    Account: '4000',
  });
  expect(lines[1]).toMatchObject({ Tracking: 'Region: West', Difference: 'not compared' });
  expect(workbook.getWorksheet('Lines')!.getCell('J2').formula).toBe('ROUND(I2-G2,4)');
  const invoices = valuesOf(workbook.getWorksheet('Invoices')).filter((row) => row.Number === '0007');
  expect(new Set([...attempts, ...lines].map((row) => row['Record ID']))).toEqual(
    new Set(invoices.map((row) => row['Record ID'])),
  );
});

test('CSV has the same columns and records, guarded, with exact amounts', async () => {
  await storeRecords(tenant, [
    listedRecord(tenant, {
      number: '=1+1',
      payer: 'Acme, Inc. "West"',
      amount: '-999999999999999.9999',
      error_message: 'two\nlines',
      sync_date: '2026-11-01T06:30:00Z',
      document_date: '2026-10-31',
    }),
  ]);
  const columns = ['number', 'payer', 'amount', 'message', 'date', 'documentDate'].map((id) => ({ id, label: id }));
  const started = await beginExport(memberOf(tenant), wishOf({ options: CSV, columns }));
  await started.finished;
  expect(started.fileName).toBe('acme invoices.csv');
  const text = await readFile(started.file, 'utf8');
  const lines = text.split('\r\n');
  expect(lines[0]).toBe(
    '\u{feff}Number,Payer,Amount,Currency,Error code,Message,Ledger’s answer,Cause,What to do,Notes,Sync date,Document date,Synced amount,Synced currency,Status,Record ID',
  );
  expect(lines.find((line) => line.startsWith(`'=`))).toMatch(
    /^'=1\+1,"Acme, Inc. ""West""",-999999999999999.9999,USD,,"two\nlines",,,,,2026-11-01 01:30:00,2026-10-31,,,Failed,[0-9a-f-]{36}$/,
  );
  expect(lines).toHaveLength(5);
  expect(lines.at(-1)).toBe('');
});
