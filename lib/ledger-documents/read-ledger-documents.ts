import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type ReadingOptions, type ReadingOutcome, runReading } from '#lib/ledger-lists/run-reading.ts';
import type { DocumentKind, LedgerDocumentPage } from '#lib/ledgers/ledger-document.ts';
import { endDocuments } from './end-documents.ts';
import { storeDocuments } from './store-documents.ts';
import { windowStart } from './window.ts';

/** The documents of one kind of one connection. */
export type DocumentPlace = { connectionId: string; kind: DocumentKind };

/**
 * Reads the documents of a connection that are due, or goes on with them: at first those of the last 13 months, then what
 * changed, and once a week all of them again, since only that sees for sure what was deleted.
 */
export function readLedgerDocuments(
  ctx: Ctx,
  { connectionId, kind }: DocumentPlace,
  options: ReadingOptions,
): Promise<ReadingOutcome> {
  requirePermission(ctx, 'connection:check');
  const from = windowStart(new Date());
  return runReading<LedgerDocumentPage>(
    ctx,
    { connectionId, type: kind },
    {
      ask: (reader, place) => reader.readDocuments(kind, { ...place, from }),
      keysOf: ({ documents }) => documents.map(({ externalKey }) => externalKey),
      store: storeDocuments,
      end: (own, tx, claim) => endDocuments(own, tx, claim, from),
    },
    options,
  );
}
