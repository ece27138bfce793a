import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { LedgerReader } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { heldUntil } from './call-budget.ts';
import { claimReading, type ListPlace, LostReadingError, type ReadingClaim } from './claim-reading.ts';
import { type Broken, breakReading, endReading, leaveReading } from './end-reading.ts';
import { storePage } from './store-page.ts';

/** So many pages in one go: then other lists have their turn, and this one goes on behind its last page. */
const PAGES_AT_ONCE = 100;

/** Opens the way to the company of a connection. Throws `LedgerError`. */
export type LedgerDoor = (ctx: Ctx, connectionId: string) => Promise<LedgerReader>;

export type ReadingOptions = {
  door: LedgerDoor;
  /** Waits before each call, where others go to the same company. */
  pace?: () => Promise<void>;
  /** The process is about to stop: the page that is read is the last one here. */
  signal?: AbortSignal;
};

/**
 * `read`: to its end; `broken`: the ledger refused, and it is tried again later; `left`: somebody else has it, it is not
 * due, the calls are spent, others have their turn, or the process ends.
 */
export type ReadingOutcome = 'read' | 'broken' | 'left';

/**
 * Reads one list of a connection that is due, page by page, or goes on behind the last page of a reading that was broken
 * off, and keeps what has changed in it. Several workers may try at once: one reads.
 */
export async function readLedgerList(ctx: Ctx, place: ListPlace, options: ReadingOptions): Promise<ReadingOutcome> {
  requirePermission(ctx, 'connection:check');
  const claim = await ctx.transaction((tx) => claimReading(ctx, tx, place));
  if (claim === null) return 'left';
  try {
    return await readPages(ctx, claim, options);
  } catch (error) {
    if (error instanceof LostReadingError) return 'left';
    // What is no answer of the ledger's is our own mistake: it must reach the log, and not stop at this list.
    await ctx.transaction((tx) => breakReading(ctx, tx, claim, brokenBy(error)));
    if (!(error instanceof LedgerError)) throw error;
    return 'broken';
  }
}

async function readPages(
  ctx: Ctx,
  claim: ReadingClaim,
  { door, pace, signal }: ReadingOptions,
): Promise<ReadingOutcome> {
  requirePermission(ctx, 'connection:check');
  let reader: LedgerReader | undefined;
  let page = claim.nextPage;
  let keysBefore = '';
  for (let pages = 0; ; pages += 1) {
    const held = await ctx.transaction((tx) => heldUntil(ctx, tx, claim.connectionId, new Date()));
    if (held !== null || signal?.aborted === true || pages === PAGES_AT_ONCE) {
      await ctx.transaction((tx) => leaveReading(ctx, tx, claim, held));
      return 'left';
    }
    reader ??= await door(ctx, claim.connectionId);
    await pace?.();
    const answer = await reader.readList(claim.type, { page, since: claim.since });
    page = answer.next;
    const keys = JSON.stringify(answer.items.map(({ externalKey }) => externalKey));
    if (answer.items.length > 0 && keys === keysBefore) {
      throw new LedgerError('The ledger gave the same page of this list twice.', { trouble: 'refused' });
    }
    keysBefore = keys;
    await ctx.transaction(async (tx) => {
      await storePage(ctx, tx, claim, answer);
      if (answer.next === null) await endReading(ctx, tx, claim);
    });
    if (page === null) return 'read';
  }
}

/** A place in the list that the ledger refuses is asked for no more. */
function brokenBy(error: unknown): Broken {
  if (!(error instanceof LedgerError)) {
    return { problem: 'Tieout could not read this list: see its log.', notBefore: null, isPlaceLost: true };
  }
  const { retryAfterSeconds, trouble, message } = error;
  return {
    problem: message,
    notBefore: retryAfterSeconds === null ? null : new Date(Date.now() + retryAfterSeconds * 1000),
    isPlaceLost: trouble === 'refused',
  };
}
