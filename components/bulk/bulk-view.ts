import type { Formats } from '#components/sync/formats.ts';
import type { BulkForecast, BulkOperation } from '#lib/bulk/bulk-contract.ts';

/** One operation as its screens need it. */
export type BulkView = {
  operation: BulkOperation;
  /** What would happen if it were done now; null unless it waits to be started. */
  forecast: BulkForecast | null;
  /** Who looks at it, and so would do it. */
  viewer: string;
  formats: Formats;
  /** Where exactly these records can be exported; null for a member who may not export. */
  exportHref: string | null;
  /** The operation's own page. */
  pageHref: string;
};

/** Why something was not done: for people, with the mark by which the log knows it. */
export type BulkProblem = { message: string; requestId: string | null };

/** What a person adds to a preview to start it. */
export type BulkConfirmation = { reason: string; referenceNumber: string; typedCount: number | null };
