import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { setEnvironment } from '#lib/env.ts';
import { type ExportWish, type StartedExport, startExport } from '#lib/exports/start-export.ts';
import { DEFAULT_SORT, EVERY_RECORD, type RecordFilter } from '#lib/records/list-contract.ts';
import { testDatabase } from '#tests/setup/database.ts';

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

/** Reads a workbook. */
export async function readWorkbook(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return workbook;
}

/** Gives the rows of a sheet by its headers, each a cell. */
export function cellsOf(sheet: ExcelJS.Worksheet | undefined): Record<string, ExcelJS.Cell>[] {
  if (sheet === undefined) throw new Error('There is no such sheet');
  const headers = (sheet.getRow(1).values as string[]).slice(1);
  return (sheet.getRows(2, sheet.rowCount - 1) ?? []).map((row) =>
    Object.fromEntries(headers.map((header, at) => [header, row.getCell(at + 1)])),
  );
}

/** Gives the rows of a sheet by its headers, each what a person sees or a formula comes to. */
export function valuesOf(sheet: ExcelJS.Worksheet | undefined): Record<string, ExcelJS.CellValue>[] {
  return cellsOf(sheet).map((row) =>
    Object.fromEntries(Object.entries(row).map(([header, cell]) => [header, cell.formula ? cell.result : cell.value])),
  );
}

export type TotalsRow = { status: string; currency: string; records: number; sums: number[]; formulas: string[] };

/** Reads the totals of the first sheet, with their formulas. */
export function totalsOf(workbook: ExcelJS.Workbook): TotalsRow[] {
  const sheet = workbook.getWorksheet('Summary');
  if (sheet === undefined) throw new Error('There is no first sheet');
  const rows = sheet.getRows(1, sheet.rowCount) ?? [];
  const head = rows.findIndex((row) => row.getCell(1).value === 'Status' && row.getCell(3).value === 'Records');
  return rows.slice(head + 1).flatMap((row) => {
    const records = row.getCell(3);
    if (!records.formula) return [];
    const sums = [4, 5, 6].map((at) => row.getCell(at)).filter((cell) => cell.formula);
    return [
      {
        status: String(row.getCell(1).value),
        currency: String(row.getCell(2).value),
        records: Number(records.result ?? 0),
        sums: sums.map((cell) => Number(cell.result ?? 0)),
        formulas: [records, ...sums].map((cell) => cell.formula),
      },
    ];
  });
}
