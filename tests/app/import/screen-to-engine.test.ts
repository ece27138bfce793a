import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { downloadRejected } from '#lib/imports/download-rejected.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { Detected, ImportRun } from '#lib/imports/import-contract.ts';
import { importTemplate } from '#lib/imports/import-template.ts';
import { listImportProblems } from '#lib/imports/list-import-problems.ts';
import { workOnImport } from '#lib/imports/work-on-import.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { uploaded, written } from '#tests/factories/imports.ts';
import { makeMemberCtx } from '#tests/factories/people.ts';
import { createTenant } from '#tests/factories/tenant.ts';
import {
  type Draft,
  firstDraft,
  outcomeWords,
  problemsOf,
  problemWords,
  toChoices,
  withHolding,
} from '../../../app/[tenant]/import/[id]/choices.ts';
import { TEMPLATES } from '../../../app/[tenant]/import/template-names.ts';

let ctx: Ctx;
let sources: { slug: string }[];

beforeAll(async () => {
  await administrator();
  const { info } = await createTenant();
  ctx = await makeMemberCtx(['accounting_sync'], { tenant: info });
  sources = [{ slug: 'tms' }];
});

type Readable = ImportRun & { detected: Detected };

async function offered(name: string, content: string | Uint8Array): Promise<{ run: Readable; draft: Draft }> {
  const run = await uploaded(ctx, name, content);
  if (run.detected === null) throw new Error(run.reason ?? 'nothing was found in the file');
  const readable = { ...run, detected: run.detected };
  return { run: readable, draft: firstDraft(readable, sources) };
}

/** Sends what the screen sends. */
async function check(run: Readable, draft: Draft): Promise<ImportRun> {
  expect(problemsOf(draft, run)).toEqual([]);
  await checkImport(ctx, { id: run.id, choices: toChoices(draft, run.detected) });
  await workOnImport(ctx.tenantId, run.id);
  return getImport(ctx, run.id);
}

test.each(TEMPLATES.filter(({ kind, holds }) => holds === 'attempts' || kind === 'invoice'))(
  'of the template $name no column needs to be matched, and its row is taken',
  async ({ kind, holds }) => {
    const { fileName, text } = importTemplate(kind, holds);
    const { run, draft } = await offered(fileName, text);
    expect(draft.holds).toBe(holds);
    expect(problemsOf(draft, run).map(({ field }) => field)).toEqual(['decimalMark']);
    const { checked, state } = await check(run, { ...draft, decimalMark: '.' });
    expect({ state, ...checked }).toMatchObject({ state: 'checked', rows: 1, created: 1, rejected: 0 });
  },
);

test('real numbers and dates of a workbook are read as they are; their currency is asked for, and what words for outcomes mean', async () => {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('November').addRows([
    ['Kind', 'Source ID', 'Outcome', 'Attempted at', 'Amount', 'Document date'],
    ['invoice', 'x_1', 'Success', '2026-11-02T10:30:00Z', 100.5, new Date('2026-10-31')],
    ['invoice', 'x_2', 'Error', '2026-11-02T10:31:00Z', 12.25, new Date('2026-10-30')],
  ]);
  const { run, draft } = await offered('november.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
  expect(outcomeWords(toChoices(draft, run.detected), run.detected)).toEqual(['Success', 'Error']);
  expect(problemsOf(draft, run).map(problemWords)).toEqual([
    'The file needs a column for Currency, or one currency for every row.',
  ]);
  const { checked } = await check(run, {
    ...draft,
    fixed: [{ field: 'record.currency', value: 'USD' }],
    outcomes: [
      { word: 'Success', outcome: 'complete' },
      { word: 'Error', outcome: 'failed' },
    ],
  });
  expect(checked).toMatchObject({ rows: 2, created: 2, rejected: 0, unmatched: 0 });
});

describe('A file with bad rows', () => {
  const lines = [
    'Rechnungsnummer;Betrag;Currency;Datum;Kunde;Notes',
    'INV-9001;1.250,50;EUR;03/04/2026;Müller & Söhne;',
    'INV-9002;zwölf;EUR;04/04/2026;Acme;call back',
    'INV-9003;99,90;EUR;31/02/2026;Acme;',
    'INV-9004;7;EUR;05/04/2026;Acme;',
    'INV-9004;8,25;EUR;05/04/2026;Acme;',
  ];

  test('is asked about, goes round by its rejected rows, and doubles nothing', async () => {
    const { run, draft } = await offered('march.csv', Buffer.from(lines.join('\r\n'), 'latin1'));
    expect(run.detected.preview[0]).toContain('Müller & Söhne');
    const invoices = withHolding(draft, 'invoice');
    expect(problemsOf(invoices, run).map(({ field }) => field)).toEqual(['columns', 'dateFormat', 'decimalMark']);
    const chosen: Partial<Draft> = { isNumberId: true, dateFormat: 'dmy', decimalMark: ',' };

    const checked = await check(run, { ...invoices, ...chosen });
    expect(checked.checked).toMatchObject({ rows: 5, created: 2, updated: 1, rejected: 2, repeated: 1 });
    const { problems } = await listImportProblems(ctx, run.id, { phase: 'check', limit: 50, cursor: null });
    expect(problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'Betrag', 'zwölf'],
      [4, 'Datum', '31/02/2026'],
    ]);
    expect((await written(ctx, checked)).counts).toEqual(checked.checked);

    const rejected = await downloadRejected(ctx, run.id, 'run');
    let text = '';
    for await (const part of rejected.text) text += part;
    expect(text).not.toContain('INV-9001');
    const mended = await offered(rejected.fileName, text.replace('zwölf', '"12,00"').replace('31/02', '28/02'));
    const again = await check(mended.run, { ...withHolding(mended.draft, 'invoice'), ...chosen });
    expect(again.checked).toMatchObject({ rows: 2, created: 2, rejected: 0 });
    await written(ctx, again);

    const whole = await offered(
      'march-again.csv',
      lines.join('\n').replace('zwölf', '12,00').replace('31/02', '28/02'),
    );
    const last = await check(whole.run, { ...withHolding(whole.draft, 'invoice'), ...chosen });
    expect(last.checked).toMatchObject({ rows: 5, created: 0, rejected: 0 });
  });
});
