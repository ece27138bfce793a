import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { TokenPair } from '#lib/ledgers/ledger.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { Sealed } from '#lib/secrets/key-ring.ts';

/** Longer than every call of one refresh together: whoever holds it longer has died. */
export const LEASE_SECONDS = 60;
/** A token that ends sooner is refreshed before it is used. */
const NEAR_END_SECONDS = 300;
/** After a pair was got back, it is exchanged once more: what was lost may take effect late. */
const SETTLE_SECONDS = 90;

/** A grant as it is kept. */
export type GrantRow = {
  ledger: Ledger;
  environment: LedgerEnvironment;
  tokens: Uint8Array | null;
  keyId: string | null;
  generation: number;
  isDead: boolean;
  deadReason: string | null;
  /** The access token ends within minutes; it has ended. */
  isNearEnd: boolean;
  isEnded: boolean;
};

/** The right to refresh one generation of a grant, until its time is over or it is given back. */
export type RefreshLease = {
  runner: string;
  generation: number;
  ledger: Ledger;
  environment: LedgerEnvironment;
  tokens: Uint8Array;
  keyId: string;
  /** The first refresh of this generation whose answer never came. */
  lostAt: Date | null;
};

/** Reads a grant; null if there is none. */
export async function readGrant(ctx: Ctx, tx: TenantTx, id: string): Promise<GrantRow | null> {
  const [row] = await tx.$queryRaw<GrantRow[]>`
    SELECT ledger, environment, tokens, key_id AS "keyId", generation, dead_at IS NOT NULL AS "isDead",
           dead_reason AS "deadReason", access_ends_at <= now() AS "isEnded",
           access_ends_at <= now() + make_interval(secs => ${NEAR_END_SECONDS}::int) AS "isNearEnd"
      FROM ledger_grant WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  return row ?? null;
}

/**
 * Takes the right to refresh, unless somebody has it, or the generation is another one. Whoever had it and let it run out
 * may have sent the refresh token away: the answer counts as lost.
 */
export async function takeRefresh(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  { runner, generation }: { runner: string; generation: number },
): Promise<RefreshLease | null> {
  const [row] = await tx.$queryRaw<Omit<RefreshLease, 'runner' | 'generation'>[]>`
    UPDATE ledger_grant
       SET refresh_runner = ${runner}::uuid, refresh_until = now() + make_interval(secs => ${LEASE_SECONDS}::int),
           refresh_lost_at = CASE WHEN refresh_runner IS NULL THEN refresh_lost_at
                                  ELSE coalesce(refresh_lost_at,
                                                refresh_until - make_interval(secs => ${LEASE_SECONDS}::int)) END
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND generation = ${generation}
       AND tokens IS NOT NULL AND dead_at IS NULL AND (refresh_runner IS NULL OR refresh_until <= now())
    RETURNING ledger, environment, tokens, key_id AS "keyId", refresh_lost_at AS "lostAt"`;
  return row === undefined ? null : { ...row, runner, generation };
}

/**
 * Keeps a new pair in place of a generation. False if another pair has taken its place, or it was erased. Who comes so late
 * that somebody else has had the right to refresh keeps a pair that has been replaced already: it is exchanged at once.
 */
export async function storePair(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  stored: { lease: RefreshLease; pair: TokenPair; sealed: Sealed; wasLost: boolean },
): Promise<boolean> {
  const { lease, pair, sealed, wasLost } = stored;
  const written = await tx.$executeRaw`
    UPDATE ledger_grant
       SET tokens = ${sealed.sealed}::bytea, key_id = ${sealed.keyId}, generation = generation + 1,
           scopes = ${pair.scopes}::text[], issued_at = ${pair.issuedAt}::timestamptz,
           access_ends_at = ${pair.accessEndsAt}::timestamptz, refresh_ends_at = ${pair.refreshEndsAt}::timestamptz,
           hard_ends_at = coalesce(${pair.hardEndsAt}::timestamptz, hard_ends_at),
           refresh_runner = NULL, refresh_until = NULL, refresh_lost_at = NULL, dead_at = NULL, dead_reason = NULL,
           refresh_again_at = CASE WHEN refresh_runner IS DISTINCT FROM ${lease.runner}::uuid THEN now()
                                   WHEN ${wasLost} THEN now() + make_interval(secs => ${SETTLE_SECONDS}::int) END
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND generation = ${lease.generation}
       AND tokens IS NOT NULL`;
  return written > 0;
}

/**
 * Gives the right to refresh back without a new pair, and says when the worker tries again: soon and then less often
 * where an answer got lost, since the old pair is still good for a while.
 */
export async function releaseRefresh(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  { lease, wasLost, againInSeconds }: { lease: RefreshLease; wasLost: boolean; againInSeconds: number },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE ledger_grant
       SET refresh_runner = NULL, refresh_until = NULL,
           refresh_lost_at = CASE WHEN ${wasLost} THEN coalesce(refresh_lost_at, now()) ELSE refresh_lost_at END,
           refresh_again_at = CASE WHEN ${wasLost} OR refresh_lost_at IS NOT NULL
             THEN now() + least(interval '5 minutes', greatest(interval '10 seconds',
                                (now() - coalesce(refresh_lost_at, now())) / 4))
             ELSE now() + make_interval(secs => ${againInSeconds}::int) END
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND generation = ${lease.generation}
       AND refresh_runner = ${lease.runner}::uuid`;
}

/** Has the worker refresh a grant at once: another pair than the one that is kept was given out. */
export async function askForRefresh(ctx: Ctx, tx: TenantTx, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE ledger_grant SET refresh_again_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND tokens IS NOT NULL`;
}

/** Notes that the provider refused a grant for good. False unless whoever says so still has the right to refresh it. */
export async function markDead(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  { lease, reason }: { lease: RefreshLease; reason: string },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    UPDATE ledger_grant
       SET dead_at = now(), dead_reason = ${reason}, refresh_runner = NULL, refresh_until = NULL, refresh_again_at = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND generation = ${lease.generation}
       AND refresh_runner = ${lease.runner}::uuid AND dead_at IS NULL`;
  return written > 0;
}
