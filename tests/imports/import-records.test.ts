import { randomBytes } from 'node:crypto';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { changeReading } from '#lib/imports/change-reading.ts';
import { downloadRejected } from '#lib/imports/download-rejected.ts';
import { getImport } from '#lib/imports/get-import.ts';
import { importTemplate } from '#lib/imports/import-template.ts';
import { listImportProblems } from '#lib/imports/list-import-problems.ts';
import { workOnImport } from '#lib/imports/work-on-import.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { checked, imported, uploaded, written } from '#tests/factories/imports.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  tenant = await createTenant();
  ctx = await memberIn(tenant);
});

const NONE = { created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unmatched: 0, repeated: 0 };

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

describe('A file of records', () => {
  test('is created, then found unchanged, with dates and amounts read as chosen', async () => {
    const text =
      'Kind;ID;Number;Amount;Currency;Payer;Document date\r\n' +
      'Invoice;eu_1;R-1;1.250,00;EUR;"Müller; Söhne ""KG""";31.10.2026\r\n' +
      'Bill;eu_2;R-2;-12,5;eur;Größe;01.02.2026\r\n\r\n';
    const latin = Buffer.from(text, 'latin1');
    const run = await uploaded(ctx, 'rechnungen.txt', latin);
    expect(run).toMatchObject({ state: 'choosing', format: 'csv' });
    expect(run.detected).toMatchObject({ separator: ';', rows: 2, hasHeadings: true, encoding: { how: 'likely' } });
    await expect(checked(ctx, run)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'dateFormat' }, { field: 'decimalMark' }],
    });
    const choices = { dateFormat: 'dmy', decimalMark: ',' } as const;
    const check = await checked(ctx, run, choices);
    expect(check).toMatchObject({ state: 'checked', checked: { ...NONE, rows: 2, created: 2 } });
    expect(await written(ctx, check)).toMatchObject({ state: 'finished', counts: { ...NONE, rows: 2, created: 2 } });
    const rows = await asAdministrator(
      `SELECT kind, number, amount::text, currency, payer, document_date::text AS date FROM sync_record
        WHERE tenant_id = $1 AND external_key LIKE 'eu_%' ORDER BY external_key`,
      [tenant.info.id],
    );
    expect(rows).toEqual([
      {
        kind: 'invoice',
        number: 'R-1',
        amount: '1250.0000',
        currency: 'EUR',
        payer: 'Müller; Söhne "KG"',
        date: '2026-10-31',
      },
      { kind: 'bill', number: 'R-2', amount: '-12.5000', currency: 'EUR', payer: 'Größe', date: '2026-02-01' },
    ]);
    const again = await imported(ctx, 'again.csv', latin, choices);
    expect(again.forecast).toEqual({ ...NONE, rows: 2, unchanged: 2 });
    expect(again.counts).toEqual(again.forecast);
    expect(again.run.sameFile).toBeNull();
  });

  test('that names a record again in a later batch is forecast as it is written', async () => {
    const line = (id: number, amount: number) => `r_${id},${amount},USD`;
    const lines = [
      ...Array.from({ length: 1_500 }, (_, n) => line(n, 10)),
      // The same in a later batch, changed; then changed twice within one; then the same as it is by then.
      ...Array.from({ length: 900 }, (_, n) => line(n, n % 3 === 0 ? 20 : 10)),
      line(1, 30),
      line(1, 31),
      line(1, 31),
      'r_bad,abc,USD',
      ...Array.from({ length: 900 }, (_, n) => line(n, 20)),
    ];
    const { forecast, counts } = await imported(ctx, 'x.csv', ['id,amount,currency', ...lines].join('\n'));
    expect(forecast).toEqual({
      ...NONE,
      rows: lines.length,
      created: 1_500,
      updated: 300 + 2 + 600,
      unchanged: 600 + 1 + 300,
      rejected: 1,
      repeated: 1_803,
    });
    expect(counts).toEqual(forecast);
    const [stored] = await asAdministrator(
      `SELECT count(*)::int AS count, sum(amount)::text AS sum FROM sync_record WHERE tenant_id = $1 AND external_key LIKE 'r\\_%'`,
      [tenant.info.id],
    );
    expect(stored).toEqual({ count: 1_500, sum: `${900 * 20 + 600 * 10}.0000` });
  });

  test('gives its rejected rows back, to be put right and uploaded again without doubling', async () => {
    const text =
      'ID,Amount,Currency,Document date,Comment\n' +
      'f_1,10.00,USD,2026-10-31,fine\n' +
      'f_2,"-1,250.50",USD,2026-02-30,=cmd()\n' +
      'f_3,abc,US,2026-10-31,"two\nlines"\n' +
      ',1,USD,2026-10-31,no id\n' +
      'f_5,1,USD,2026-10-31,x,y\n' +
      'f_6,1,,2026-10-31,\n';
    const check = await checked(ctx, await uploaded(ctx, 'f.csv', text), { decimalMark: '.' });
    expect(check.checked).toEqual({ ...NONE, rows: 6, created: 1, rejected: 5 });
    const first = await listImportProblems(ctx, check.id, { phase: 'check', limit: 3, cursor: null });
    expect(first.problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'Document date', '2026-02-30'],
      [4, 'Amount', 'abc'],
      [6, 'ID', ''],
    ]);
    const second = await listImportProblems(ctx, check.id, { phase: 'check', limit: 3, cursor: first.nextCursor });
    expect(second.problems.map(({ row, column }) => [row, column])).toEqual([
      [7, null],
      [8, 'Currency'],
    ]);
    expect(second.nextCursor).toBeNull();
    expect(second.groups).toHaveLength(5);
    const run = await written(ctx, check);
    expect(run.counts).toEqual(check.checked);
    const file = await downloadRejected(ctx, run.id, 'run');
    const rejected = await textOf(file.text);
    expect(file.fileName).toBe('f-rejected.csv');
    expect(rejected).toContain('f_2,"-1,250.50",USD,2026-02-30,\'=cmd(),3,');
    const mended = rejected
      .replace('2026-02-30', '2026-02-28')
      .replace('abc,US,', '7,USD,')
      .replace('\r\n,1,USD', '\r\nf_4,1,USD')
      .replace('f_6,1,,', 'f_6,1,USD,');
    const again = await imported(ctx, 'f-rejected.csv', mended, { decimalMark: '.' });
    expect(again.counts).toEqual({ ...NONE, rows: 5, created: 5 });
    const amounts = await asAdministrator(
      `SELECT external_key AS key, amount::float8 AS amount FROM sync_record WHERE tenant_id = $1 AND external_key LIKE 'f\\_%' ORDER BY 1`,
      [tenant.info.id],
    );
    expect(amounts).toEqual([10, -1250.5, 7, 1, 1, 1].map((amount, n) => ({ key: `f_${n + 1}`, amount })));
  });

  test('comes as a workbook of several pieces, with its dates and amounts as they are', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Invoices');
    sheet.addRow(['ID', 'Amount', 'Currency', 'Document date', 'Payer', 'Ballast']);
    for (let n = 0; n < 1_200; n += 1) {
      const ballast = randomBytes(1_100).toString('base64');
      sheet.addRow([`x_${n}`, n + 0.1, 'USD', new Date(Date.UTC(2026, 0, 1 + (n % 28))), `Payer ${n % 9}`, ballast]);
    }
    const content = new Uint8Array(await workbook.xlsx.writeBuffer());
    expect(content.length).toBeGreaterThan(1024 ** 2);
    const { forecast, counts } = await imported(ctx, 'x.xlsx', content);
    expect(forecast).toEqual({ ...NONE, rows: 1_200, created: 1_200 });
    expect(counts).toEqual(forecast);
    const [stored] = await asAdministrator(
      `SELECT sum(amount)::text AS sum, max(document_date)::text AS last FROM sync_record WHERE tenant_id = $1 AND external_key LIKE 'x\\_%'`,
      [tenant.info.id],
    );
    expect(stored).toEqual({ sum: `${(1_199 * 1_200) / 2 + 120}.0000`, last: '2026-01-28' });
  });

  test('can be read in another way, and is refused when that makes no sense of it', async () => {
    const run = await uploaded(ctx, 'x.csv', Buffer.from('id,payer\n1,Ж\n', 'utf16le'));
    expect(run.detected).toMatchObject({ encoding: { id: 'utf-16le' }, preview: [['1', 'Ж']] });
    await changeReading(ctx, { id: run.id, reading: { encoding: 'utf-16le', hasHeadings: false, separator: ';' } });
    await workOnImport(ctx.tenantId, run.id);
    expect((await getImport(ctx, run.id)).detected).toMatchObject({
      rows: 2,
      columns: [{ heading: 'Column A', guess: null }],
    });
  });

  test.each(KINDS)('by the template of %s is taken with every suggestion', async (kind) => {
    for (const holds of ['records', 'attempts'] as const) {
      const { text, fileName } = importTemplate(kind, holds);
      const { forecast, run } = await imported(ctx, fileName, text, { decimalMark: '.' });
      expect(run.detected).toMatchObject({
        holds,
        columns: expect.not.arrayContaining([expect.objectContaining({ guess: null })]),
      });
      expect(forecast).toMatchObject({ rows: 1, rejected: 0 });
      expect(run.counts).toEqual(forecast);
    }
  });
});

describe('A file of outcomes', () => {
  const text =
    'Document ID,Kind,Result,Attempted at,Error message,Amount,Currency\n' +
    'o_1,invoice,Success,31/10/2026 14:30,,10,USD\n' +
    'o_1,invoice,Failure,31/10/2026 15:30,Vendor is missing,10,USD\n' +
    'o_1,invoice,Failure,31/10/2026 15:30,Vendor is missing,10,USD\n' +
    'o_2,invoice,Success,31/10/2026,,,\n';
  const choices = {
    dateFormat: 'dmy',
    timeZone: 'America/Chicago',
    outcomes: [
      { word: 'success', outcome: 'complete' },
      { word: 'Failure', outcome: 'failed' },
    ],
  } as const;

  test('is stored once however often it comes, also without ids of its own', async () => {
    const given = { ...choices, outcomes: [...choices.outcomes] };
    const { forecast, counts, run } = await imported(ctx, 'o.csv', text, given);
    expect(run.detected).toMatchObject({ holds: 'attempts' });
    expect(forecast).toEqual({ ...NONE, rows: 4, created: 3, duplicate: 1, unmatched: 1, repeated: 2 });
    expect(counts).toEqual(forecast);
    const again = await imported(ctx, 'o2.csv', text, given);
    expect(again.counts).toEqual({ ...NONE, rows: 4, duplicate: 4, repeated: 2 });
    const attempts = await asAdministrator(
      `SELECT external_key AS key, outcome, to_char(attempted_at AT TIME ZONE 'UTC', 'DD HH24:MI') AS at, import_id FROM sync_attempt
        WHERE tenant_id = $1 AND external_key LIKE 'o\\_%' ORDER BY external_key, attempted_at`,
      [tenant.info.id],
    );
    expect(attempts).toEqual([
      { key: 'o_1', outcome: 1, at: '31 19:30', import_id: run.id },
      { key: 'o_1', outcome: 2, at: '31 20:30', import_id: run.id },
      { key: 'o_2', outcome: 1, at: '31 05:00', import_id: run.id },
    ]);
  });

  test('as NDJSON is taken as the API takes it, an outcome before its record in another batch too', async () => {
    const attempt = (n: number, extra = {}) => ({
      externalId: `nd-${n}`,
      record: { kind: 'bill', sourceId: `nd_${n}` },
      outcome: 'failed',
      attemptedAt: '2026-10-01T00:00:00Z',
      ...extra,
    });
    const items = [
      attempt(0, { raw: { big: 1 } }),
      ...Array.from({ length: 1_200 }, (_, n) => attempt(n + 1)),
      { kind: 'bill', sourceId: 'nd_0', amount: '1.00', currency: 'USD' },
      { kind: 'bill', sourceId: 'nd_0', amount: '1.00', currency: 'USD' },
      attempt(0, { raw: { big: 1 } }),
      attempt(0, { errorMessage: 'other content' }),
      { kind: 'bill', sourceId: 'nd_1', nonsense: 1 },
    ];
    const lines = `${items.map((item) => JSON.stringify(item)).join('\n')}\n{"kind":\n`;
    const { forecast, counts, run } = await imported(ctx, 'x.ndjson', lines);
    expect(run.format).toBe('ndjson');
    expect(forecast).toEqual({
      ...NONE,
      rows: 1_207,
      created: 1_202,
      unchanged: 1,
      duplicate: 1,
      rejected: 3,
      unmatched: 1_201,
      repeated: 4,
    });
    expect(counts).toEqual(forecast);
    const rejected = await textOf((await downloadRejected(ctx, run.id, 'run')).text);
    expect(rejected.split('\n').filter((line) => line !== '')).toHaveLength(6);
  });
});
