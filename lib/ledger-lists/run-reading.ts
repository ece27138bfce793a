import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { LedgerReader } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { heldUntil } from './call-budget.ts';
import { claimReading, LostReadingError, type ReadingClaim, type ReadingPlace } from './claim-reading.ts';
import { type Broken, breakReading, leaveReading } from './end-reading.ts';

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

/** What is read page by page, and kept. */
export type ReadingWork<Answer extends { next: string | null }> = {
  ask: (reader: LedgerReader, from: { page: string | null; since: Date | null }) => Promise<Answer>;
  /** What the page holds, by the ledger's ids: two pages of the same are one too many. */
  keysOf: (answer: Answer) => string[];
  /** Writes the page, and by `writeReading` how far the reading is. */
  store: (ctx: Ctx, tx: TenantTx, claim: ReadingClaim, answer: Answer) => Promise<void>;
  /** Ends the reading after its last page. */
  end: (ctx: Ctx, tx: TenantTx, claim: ReadingClaim) => Promise<void>;
};

/**
 * Claims what is due and reads it page by page, or goes on behind the last page of a reading that was broken off. Several
 * workers may try at once: one reads.
 */
export async function runReading<Answer extends { next: string | null }>(
  ctx: Ctx,
  place: ReadingPlace,
  work: ReadingWork<Answer>,
  options: ReadingOptions,
): Promise<ReadingOutcome> {
  requirePermission(ctx, 'connection:check');
  const claim = await ctx.transaction((tx) => claimReading(ctx, tx, place));
  if (claim === null) return 'left';
  try {
    return await readPages(ctx, claim, work, options);
  } catch (error) {
    if (error instanceof LostReadingError) return 'left';
    // What is no answer of the ledger's is our own mistake: it must reach the log, and not stop at this list.
    await ctx.transaction((tx) => breakReading(ctx, tx, claim, brokenBy(error)));
    if (!(error instanceof LedgerError)) throw error;
    return 'broken';
  }
}

async function readPages<Answer extends { next: string | null }>(
  ctx: Ctx,
  claim: ReadingClaim,
  { ask, keysOf, store, end }: ReadingWork<Answer>,
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
    const answer = await ask(reader, { page, since: claim.since });
    page = answer.next;
    const keys = keysOf(answer);
    if (keys.length > 0 && JSON.stringify(keys) === keysBefore) {
      throw new LedgerError('The ledger gave the same page of this list twice.', { trouble: 'refused' });
    }
    keysBefore = JSON.stringify(keys);
    await ctx.transaction(async (tx) => {
      await store(ctx, tx, claim, answer);
      if (answer.next === null) await end(ctx, tx, claim);
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
