import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import ExcelJS from 'exceljs';
import yazl from 'yazl';
import type { Business } from './bulk-business.ts';
import { expect, fillSignIn } from './quiet-test.ts';

/** A file as somebody's desktop has it. */
export type GivenFile = { name: string; mimeType: string; buffer: Buffer };

/** The one number of a count's line, such as that of `Rejected`. */
export const countOf = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Result' })
    .getByRole('row', { name: new RegExp(`^${name} `) })
    .getByRole('cell')
    .first();
/** What is wrong, a row each. */
export const problemsOf = (page: Page): Locator => page.getByRole('table', { name: 'Problems' }).locator('tbody tr');
/** Which field a column becomes. */
export const fieldOf = (page: Page, heading: string): Locator =>
  page.getByRole('combobox', { name: `${heading} becomes` });

/** Signs a member in and opens the page of imports. */
export async function openImports(page: Page, { tenant, person }: Pick<Business, 'tenant' | 'person'>): Promise<void> {
  await page.goto(`/${tenant.slug}/import`);
  await fillSignIn(page, person.email, person.password!);
  await untilDropZone(page);
}

/** Waits until the drop zone takes files: what is chosen before React has it is lost. */
export async function untilDropZone(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const input = document.querySelector('input[type="file"]');
    return input !== null && Object.keys(input).some((key) => key.startsWith('__react'));
  });
}

/** Chooses a file on the page of imports, and waits for the page of the import that begins with it. */
export async function upload(page: Page, file: GivenFile): Promise<void> {
  await page.getByLabel('File to import').setInputFiles(file);
  await untilItsPage(page, file.name);
}

/** Drops a file on the drop zone instead. */
export async function drop(page: Page, file: GivenFile): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const given = new DataTransfer();
      given.items.add(new File([bytes], name, { type }));
      return given;
    },
    { name: file.name, type: file.mimeType, base64: file.buffer.toString('base64') },
  );
  const zone = page.getByText('Drop a file here');
  await zone.dispatchEvent('dragenter', { dataTransfer: transfer });
  await zone.dispatchEvent('drop', { dataTransfer: transfer });
  await untilItsPage(page, file.name);
}

async function untilItsPage(page: Page, name: string): Promise<void> {
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** Makes a CSV file of lines, in Windows' Western encoding. */
export function csvFile(name: string, lines: readonly string[]): GivenFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1') };
}

/** Makes a workbook of one sheet. */
export async function workbookFile(name: string, rows: readonly unknown[][]): Promise<GivenFile> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Bills').addRows(rows.map((row) => [...row]));
  return { name, mimeType: WORKBOOK_TYPE, buffer: Buffer.from(await workbook.xlsx.writeBuffer()) };
}

/** Makes a workbook that says it holds macros, as Excel saves one. */
export async function macroWorkbookFile(name: string): Promise<GivenFile> {
  const zip = new yazl.ZipFile();
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Source ID</t></is></c></row></sheetData></worksheet>`,
    'xl/vbaProject.bin': 'Attribute VB_Name',
  };
  for (const [path, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return { name, mimeType: 'application/vnd.ms-excel.sheet.macroEnabled.12', buffer: Buffer.concat(chunks) };
}

/** Presses a link that downloads; gives what it brought. */
export async function downloaded(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
