import ExcelJS from 'exceljs';

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
