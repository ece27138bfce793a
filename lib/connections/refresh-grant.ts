import { setTimeout } from 'node:timers/promises';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { LedgerSignIn, TokenPair } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import {
  askForRefresh,
  type GrantRow,
  LEASE_SECONDS,
  markDead,
  type RefreshLease,
  readGrant,
  releaseRefresh,
  storePair,
  takeRefresh,
} from './grant-rows.ts';
import { loseConnections, recoverConnections, tellLateRefresh } from './grant-standing.ts';
import { openTokens, sealTokens, type Tokens } from './token-box.ts';

/** A call takes up to 20 seconds, and none is begun that could outlast the lease. */
const BEGIN_WITHIN_MS = (LEASE_SECONDS - 25) * 1000;
/** Whoever finds somebody at it looks so often, and for so long. */
const LOOK_MS = 150;
const WAIT_MS = 45_000;
const LATE_MS = 5 * 60_000;
const TRIES = 3;
const AGAIN_SECONDS = 600;
const AGAIN_MISCONFIGURED_SECONDS = 3600;

/** Tokens that may be used, and which generation of the grant they are. */
export type Held = Tokens & { generation: number };

/** What a test may take the place of: the provider, and the wait for whoever refreshes. */
export type RefreshOptions = { signInTo?: (ledger: Ledger) => Promise<LedgerSignIn>; lookMs?: number; waitMs?: number };

/**
 * Exchanges the tokens of a generation for new ones, and keeps them before anybody uses them. One process at a time does
 * so; the others wait for its pair. Where that generation is past already, gives what has taken its place. Whatever breaks
 * off in between, the old pair stays, and the worker tries again while the provider still takes it. Throws `LedgerError`:
 * `grant_dead` only if the provider refused the grant twice, and nobody had a newer pair.
 */
export async function refreshGrant(
  ctx: Ctx,
  grantId: string,
  generation: number,
  { signInTo = ledgerSignIn, lookMs = LOOK_MS, waitMs = WAIT_MS }: RefreshOptions = {},
): Promise<Held> {
  requirePermission(ctx, 'connection:check');
  const runner = newId();
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += lookMs) {
    const { lease, row } = await ctx.transaction(async (tx) => {
      const taken = await takeRefresh(ctx, tx, grantId, { runner, generation });
      return { lease: taken, row: taken === null ? await readGrant(ctx, tx, grantId) : null };
    });
    if (lease !== null) return exchange(ctx, grantId, lease, signInTo);
    const held = heldOf(ctx, grantId, row);
    if (held.generation !== generation) return held;
    await setTimeout(lookMs * (0.75 + Math.random() / 2));
  }
  throw new LedgerError('Another process has been refreshing the tokens for too long.', { trouble: 'unavailable' });
}

/** Gives the tokens of a grant as they are kept. Throws `LedgerError` (`grant_dead`) where there are none any more. */
export function heldOf(ctx: Ctx, grantId: string, row: GrantRow | null): Held {
  if (row === null) throw notFound('The authorisation');
  if (row.isDead) throw new LedgerError(row.deadReason ?? 'The authorisation has ended.', { trouble: 'grant_dead' });
  if (row.tokens === null || row.keyId === null) {
    throw new LedgerError('The authorisation was ended in Tieout.', { trouble: 'grant_dead' });
  }
  return { ...openTokens({ tenantId: ctx.tenantId, grantId }, row.tokens, row.keyId), generation: row.generation };
}

/** What has happened so far: an answer got lost, and how often the provider said that the grant is over. */
type Progress = { wasLost: boolean; deaths: number };

async function exchange(
  ctx: Ctx,
  grantId: string,
  lease: RefreshLease,
  signInTo: (ledger: Ledger) => Promise<LedgerSignIn>,
): Promise<Held> {
  const progress: Progress = { wasLost: false, deaths: 0 };
  let answer: TokenPair | Held;
  try {
    answer = await askForPair(ctx, grantId, lease, { signInTo, progress });
  } catch (error) {
    return giveUp(ctx, grantId, lease, error, progress);
  }
  if ('generation' in answer) return answer;
  try {
    return await keep(ctx, grantId, lease, answer, progress.wasLost || lease.lostAt !== null);
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    // The pair could not be kept and is lost with this error.
    return giveUp(ctx, grantId, lease, error, { wasLost: true, deaths: 0 });
  }
}

/** Asks once, and once more where the answer got lost or the grant was refused; gives a newer pair if somebody has it. */
async function askForPair(
  ctx: Ctx,
  grantId: string,
  lease: RefreshLease,
  { signInTo, progress }: { signInTo: (ledger: Ledger) => Promise<LedgerSignIn>; progress: Progress },
): Promise<TokenPair | Held> {
  requirePermission(ctx, 'connection:check');
  const begunAt = Date.now();
  const { refresh } = openTokens({ tenantId: ctx.tenantId, grantId }, lease.tokens, lease.keyId);
  const signIn = await signInTo(lease.ledger);
  refuseOtherEnvironment(signIn, lease);
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Whoever was asleep meanwhile may not be the only one any more.
      if (Date.now() - begunAt > BEGIN_WITHIN_MS)
        throw new LedgerError('It took too long.', { trouble: 'unavailable' });
      return await signIn.refresh(refresh);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      progress.wasLost ||= error.isAnswerLost;
      if (error.trouble === 'grant_dead') progress.deaths += 1;
      const isOnceMore = progress.deaths === 1 || (error.isAnswerLost && attempt === 1);
      if (attempt === TRIES || !isOnceMore) throw error;
      // Refused, since another process has had a newer pair meanwhile?
      const held = await ctx.transaction(async (tx) => heldOf(ctx, grantId, await readGrant(ctx, tx, grantId)));
      if (held.generation !== lease.generation) return held;
    }
  }
}

function refuseOtherEnvironment(signIn: LedgerSignIn, { ledger, environment }: RefreshLease): void {
  if (signIn.environment === environment) return;
  const { name } = LEDGER_WORDS[ledger];
  const setting = `${ledger.toUpperCase()}_ENVIRONMENT`;
  throw new LedgerError(
    `This connection was made with ${name} (${environment}), and ${setting} is ${signIn.environment}.`,
    { trouble: 'misconfigured' },
  );
}

/** Stores a pair; where another one has taken its place, that one is used, and exchanged once more, since ours ended it. */
async function keep(ctx: Ctx, grantId: string, lease: RefreshLease, pair: TokenPair, wasLost: boolean): Promise<Held> {
  requirePermission(ctx, 'connection:check');
  const { generation, lostAt } = lease;
  const sealed = sealTokens({ tenantId: ctx.tenantId, grantId }, pair);
  return ctx.transaction(async (tx) => {
    if (await storePair(ctx, tx, grantId, { lease, pair, sealed, wasLost })) {
      await recoverConnections(ctx, tx, grantId);
      if (lostAt !== null && Date.now() - lostAt.getTime() > LATE_MS) await tellLateRefresh(ctx, tx, grantId, lostAt);
      return { access: pair.access, refresh: pair.refresh, generation: generation + 1 };
    }
    await askForRefresh(ctx, tx, grantId);
    return heldOf(ctx, grantId, await readGrant(ctx, tx, grantId));
  });
}

async function giveUp(
  ctx: Ctx,
  grantId: string,
  lease: RefreshLease,
  error: unknown,
  { wasLost, deaths }: Progress,
): Promise<Held> {
  requirePermission(ctx, 'connection:check');
  const isMisconfigured = error instanceof LedgerError && error.trouble === 'misconfigured';
  const againInSeconds = isMisconfigured ? AGAIN_MISCONFIGURED_SECONDS : AGAIN_SECONDS;
  const held = await ctx.transaction(async (tx) => {
    if (deaths > 1 && error instanceof LedgerError && error.trouble === 'grant_dead') {
      const reason = error.message;
      if (await markDead(ctx, tx, grantId, { lease, reason })) {
        await loseConnections(ctx, tx, grantId, reason);
        return null;
      }
    } else {
      await releaseRefresh(ctx, tx, grantId, { lease, wasLost, againInSeconds });
    }
    const row = await readGrant(ctx, tx, grantId);
    return row === null || row.generation === lease.generation || row.tokens === null ? null : row;
  });
  // Another process had a pair after all.
  if (held !== null) return heldOf(ctx, grantId, held);
  throw error;
}
