import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type ExcelJS from 'exceljs';
import { afterAll } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { setEnvironment } from '#lib/env.ts';
import { type ExportWish, type StartedExport, startExport } from '#lib/exports/start-export.ts';
import { DEFAULT_SORT, EVERY_RECORD, type RecordFilter } from '#lib/records/list-contract.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { readWorkbook } from './workbook.ts';

/** The columns of the invoices tab, in their order. */
export const COLUMNS = [
  ['number', 'Number'],
  ['payer', 'Payer'],
  ['amount', 'Amount'],
  ['synced', 'Synced'],
  ['difference', 'Difference'],
  ['status', 'Status'],
  ['message', 'Message'],
  ['date', 'Sync date'],
  ['reference', 'Reference'],
  ['billingOrg', 'Billing organisation'],
  ['shipment', 'Shipment ID'],
  ['sourceStatus', 'Source status'],
  ['documentDate', 'Document date'],
  ['source', 'Source'],
].map(([id = '', label = '']) => ({ id, label }));

export const FILTER: RecordFilter = { ...EVERY_RECORD, kinds: ['invoice'] };

/** An export of all invoices to Excel, with what a test changes in it. */
export function wishOf(changes: Partial<ExportWish> = {}): ExportWish {
  return {
    scope: { by: 'filter', filter: FILTER },
    sort: DEFAULT_SORT,
    columns: COLUMNS,
    options: { format: 'xlsx', hasAttempts: false, hasLines: false },
    sheetName: 'Invoices',
    fileName: 'acme invoices',
    remarks: [{ label: 'Tab', text: 'Invoices' }],
    ...changes,
  };
}

let folder: string | undefined;

/** Gives the folder that this test file's exports are written into; it is removed afterwards. */
export async function exportFolder(): Promise<string> {
  await testDatabase();
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'tieout-exports-'));
    folder = made;
    setEnvironment({ TIEOUT_DATA_DIR: made });
    afterAll(() => rmSync(made, { recursive: true, force: true }));
  }
  return path.join(folder, 'exports');
}

/** Begins an export in a folder of the test's own. */
export async function beginExport(
  ctx: Ctx,
  wish: ExportWish,
  options: { signal?: AbortSignal; rowsPerSheet?: number } = {},
): Promise<StartedExport> {
  await exportFolder();
  return startExport(ctx, wish, { signal: new AbortController().signal, ...options });
}

/** Makes an export; gives the bytes of its file. */
export async function exportBytes(ctx: Ctx, wish: ExportWish, rowsPerSheet?: number): Promise<Buffer> {
  const started = await beginExport(ctx, wish, rowsPerSheet === undefined ? {} : { rowsPerSheet });
  await started.finished;
  return readFile(started.file);
}

/** Makes an export and reads its workbook back. */
export async function exportWorkbook(ctx: Ctx, wish: ExportWish, rowsPerSheet?: number): Promise<ExcelJS.Workbook> {
  return readWorkbook(await exportBytes(ctx, wish, rowsPerSheet));
}
