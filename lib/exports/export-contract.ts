/** What an export can be. */
export const EXPORT_FORMATS = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a person chooses about an export; the further sheets are of Excel alone. */
export type ExportOptions = { format: ExportFormat; hasAttempts: boolean; hasLines: boolean };

/** How far an export is; `total` and `rows` count the rows of all its sheets. */
export type ExportProgress =
  | { state: 'waiting' }
  | { state: 'writing'; rows: number; total: number; bytes: number }
  | { state: 'done'; rows: number; total: number; bytes: number; id: string; fileName: string }
  | { state: 'failed'; message: string };
