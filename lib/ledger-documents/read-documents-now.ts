import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { LedgerDoor } from '#lib/ledger-lists/run-reading.ts';
import { DOCUMENT_KINDS, type LedgerDocument } from '#lib/ledgers/ledger-document.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { markDeleted, writeDocuments } from './store-documents.ts';
import { storedDocuments } from './stored-document.ts';

const asked = z.object({
  connectionId: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  /** The number that people see, or the ledger's own id; both are asked for where both are named. */
  number: z.string().max(255).nullable().default(null),
  key: z.string().max(255).nullable().default(null),
});
export type DocumentsAsked = z.input<typeof asked>;

/**
 * Asks a ledger, at this moment, for the documents of a kind that hold a number, and for the one of an id; keeps what it
 * says and gives it, none twice. Throws `not_found` for the connection, `unavailable` with the ledger's words where it
 * does not answer or nobody has authorised it, and `rate_limited` while it must be left alone.
 */
export async function readDocumentsNow(
  ctx: Ctx,
  input: DocumentsAsked,
  door: LedgerDoor = openLedger,
): Promise<LedgerDocument[]> {
  requirePermission(ctx, 'connection:check');
  const { connectionId, kind, number, key } = asked.parse(input);
  if (!isId(connectionId)) throw notFound('The connection');
  await ctx.transaction((tx) => refuseWhileHeld(ctx, tx, connectionId));
  const { found, isGone } = await askLedger(ctx, { connectionId, kind, number, key }, door);
  await ctx.transaction(async (tx) => {
    await writeDocuments(ctx, tx, { connectionId, readingId: null }, storedDocuments(found));
    if (isGone) await markDeleted(ctx, tx, { connectionId, kind }, [key ?? '']);
  });
  return found;
}

async function askLedger(
  ctx: Ctx,
  { connectionId, kind, number, key }: z.output<typeof asked>,
  door: LedgerDoor,
): Promise<{ found: LedgerDocument[]; isGone: boolean }> {
  try {
    const reader = await door(ctx, connectionId);
    const one = key === null ? null : await reader.readDocument(kind, key);
    const several = number === null ? [] : await reader.findDocuments(kind, number);
    const found = [...(one === null ? [] : [one]), ...several.filter((it) => it.externalKey !== one?.externalKey)];
    return { found, isGone: key !== null && !found.some(({ externalKey }) => externalKey === key) };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const retryAfterSeconds = error.retryAfterSeconds ?? undefined;
    throw new AppError('unavailable', { message: error.message, retryAfterSeconds, cause: error });
  }
}

/** A wait that ends so soon is the client's own, which tries once more; a longer one is a limit of the day. */
const SOON_SECONDS = 60;

/** People’s own questions may use what readings leave; while the ledger wants no call for long there is none. */
async function refuseWhileHeld(ctx: Ctx, tx: TenantTx, connectionId: string): Promise<void> {
  const [held] = await tx.$queryRaw<{ seconds: number }[]>`
    SELECT ceil(extract(epoch FROM held_until - now()))::int AS seconds FROM ledger_call_day
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
       AND held_until > now() + make_interval(secs => ${SOON_SECONDS}::int)
     ORDER BY held_until DESC LIMIT 1`;
  if (held === undefined) return;
  throw new AppError('rate_limited', {
    message: 'The ledger takes no calls at the moment, since too many were made. Try again in a while.',
    retryAfterSeconds: held.seconds,
  });
}
