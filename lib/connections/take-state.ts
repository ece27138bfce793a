import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { TokenPair } from '#lib/ledgers/ledger.ts';
import { endAttempt, lockAttempt, type StoredAttempt, sealWaiting } from './stored-attempts.ts';

const CHOOSING_MINUTES = 30;

/** Uses a state up, if nobody has: only whoever did exchanges the code. */
export async function takeState(
  ctx: Ctx,
  tx: TenantTx,
  { ledger, hash, session }: { ledger: string; hash: Uint8Array; session: Uint8Array },
): Promise<{ attempt: StoredAttempt; isFirst: boolean }> {
  const [found] = await tx.$queryRaw<{ id: string; connectionId: string | null; isOwn: boolean }[]>`
    SELECT id, connection_id AS "connectionId",
           user_id = ${ctx.actor.id}::uuid AND session_hash = ${session}::bytea AS "isOwn"
      FROM connect_attempt
     WHERE tenant_id = ${ctx.tenantId}::uuid AND state_hash = ${hash}::bytea AND ledger = ${ledger}`;
  // Which of the two it is, nobody is told.
  if (found === undefined || !found.isOwn) throw notFound('The beginning of this');
  const attempt = await lockAttempt(ctx, tx, { id: found.id, session });
  if (attempt.returnedAt !== null || attempt.endedAt !== null) return { attempt, isFirst: false };
  if (attempt.isOver) {
    await endAttempt(ctx, tx, attempt, { reason: 'expired' });
    return { attempt, isFirst: false };
  }
  await tx.$executeRaw`
    UPDATE connect_attempt SET returned_at = now(), expires_at = now() + make_interval(mins => ${CHOOSING_MINUTES}::int)
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${attempt.id}::uuid`;
  return { attempt, isFirst: true };
}

/** Keeps the pair before anything is done with it. */
export async function storeWaiting(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  pair: TokenPair,
  claimedId: string | null,
): Promise<void> {
  const { sealed, keyId } = sealWaiting(ctx, id, { access: pair.access, refresh: pair.refresh, claimedId });
  await tx.$executeRaw`
    UPDATE connect_attempt
       SET secret = ${sealed}::bytea, key_id = ${keyId}, scopes = ${pair.scopes}::text[],
           issued_at = ${pair.issuedAt}::timestamptz, access_ends_at = ${pair.accessEndsAt}::timestamptz,
           refresh_ends_at = ${pair.refreshEndsAt}::timestamptz, hard_ends_at = ${pair.hardEndsAt}::timestamptz
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND ended_at IS NULL`;
}
