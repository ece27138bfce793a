import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { LedgerPage } from '#lib/ledgers/ledger.ts';
import type { ListPlace } from './claim-reading.ts';
import { endReading } from './end-reading.ts';
import { type ReadingOptions, type ReadingOutcome, runReading } from './run-reading.ts';
import { storePage } from './store-page.ts';

/** Reads one list of a connection that is due, or goes on with it, and keeps what has changed in it. */
export function readLedgerList(ctx: Ctx, place: ListPlace, options: ReadingOptions): Promise<ReadingOutcome> {
  requirePermission(ctx, 'connection:check');
  return runReading<LedgerPage>(
    ctx,
    place,
    {
      ask: (reader, from) => reader.readList(place.type, from),
      keysOf: ({ items }) => items.map(({ externalKey }) => externalKey),
      store: storePage,
      end: endReading,
    },
    options,
  );
}
