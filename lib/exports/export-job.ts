import type { ExportFormat } from './export-contract.ts';

/** One statement with the values of its placeholders. */
export type Statement = { text: string; values: readonly unknown[] };

/** A column of the list as the export has it: which one, and how it is headed. */
export type ExportColumn = { id: string; label: string };

/** One line of the first sheet's head: what, and what of it. */
export type Remark = { label: string; text: string };

/** Everything that the exporting process is told. What it may read, row-level security and the statements decide. */
export type ExportJob = {
  file: string;
  format: ExportFormat;
  tenantId: string;
  timeZone: string;
  /** How the sheet of records is called. */
  sheetName: string;
  columns: readonly ExportColumn[];
  /** The head of the first sheet: tenant, tab, filters, who. */
  remarks: readonly Remark[];
  /** ISO 8601, in UTC. */
  createdAt: string;
  createdBy: string;
  /** Rows of data a sheet holds before another one begins. */
  rowsPerSheet: number;
  statements: { totals: Statement; records: Statement; attempts: Sheet | null; lines: Sheet | null };
};

type Sheet = { count: Statement; rows: Statement };

/** What the exporting process is told: to get ready for what may come, and to write one export, which is its last act. */
export type ExportOrder =
  | { type: 'prepare'; databaseUrl: string }
  | { type: 'write'; databaseUrl: string; job: ExportJob };

/** What the exporting process says. */
export type ExportReport =
  | { type: 'counted'; records: number; total: number }
  | { type: 'progress'; rows: number; bytes: number }
  | { type: 'done'; rows: number; bytes: number }
  | { type: 'failed'; message: string };
