import { type Ctx, makeContext } from '#lib/access/context.ts';
import {
  askForRefresh,
  markDead,
  readGrant,
  releaseRefresh,
  storePair,
  takeRefresh,
} from '#lib/connections/grant-rows.ts';
import { loseConnections, recoverConnections, tellLateRefresh } from '#lib/connections/grant-standing.ts';
import { noteCalls } from '#lib/connections/note-calls.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { refreshGrant } from '#lib/connections/refresh-grant.ts';
import { resealTokens } from '#lib/connections/reseal-tokens.ts';
import { withAccess } from '#lib/connections/with-access.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of grants and their tokens. */
export const TOKEN_CASES: Record<string, Case> = {
  resealTokens: (own) => resealTokens(actOf(own)),
  readGrant: (own, other) => within(own, (ctx, tx) => readGrant(ctx, tx, other.connection.grantId)),
  takeRefresh: (own, other) =>
    within(own, (ctx, tx) => takeRefresh(ctx, tx, other.connection.grantId, { runner: own.personId, generation: 1 })),
  storePair: (own, other) => {
    const at = new Date();
    const dates = { issuedAt: at, accessEndsAt: at, refreshEndsAt: at, hardEndsAt: null };
    const pair = { access: 'a', refresh: 'r', scopes: [], ...dates };
    const sealed = { sealed: new Uint8Array([1]), keyId: 'auth' };
    const stored = { lease: leaseOf(own), pair, sealed, wasLost: true };
    return within(own, (ctx, tx) => storePair(ctx, tx, other.connection.grantId, stored));
  },
  releaseRefresh: (own, other) =>
    within(own, (ctx, tx) =>
      releaseRefresh(ctx, tx, other.connection.grantId, { lease: leaseOf(own), wasLost: true, againInSeconds: 1 }),
    ),
  markDead: (own, other) =>
    within(own, (ctx, tx) => markDead(ctx, tx, other.connection.grantId, { lease: leaseOf(own), reason: 'x' })),
  askForRefresh: (own, other) => within(own, (ctx, tx) => askForRefresh(ctx, tx, other.connection.grantId)),
  loseConnections: (own, other) => within(own, (ctx, tx) => loseConnections(ctx, tx, other.connection.grantId, 'x')),
  recoverConnections: (own, other) => within(own, (ctx, tx) => recoverConnections(ctx, tx, other.connection.grantId)),
  tellLateRefresh: (own, other) =>
    within(own, (ctx, tx) => tellLateRefresh(ctx, tx, other.connection.grantId, new Date())),
  refreshGrant: (own, other) => refreshGrant(actOf(own), other.connection.grantId, 1),
  withAccess: (own, other) => withAccess(actOf(own), other.connection.grantId, async (access) => access),
  openLedger: (own, other) => openLedger(actOf(own), other.tenant.connectionId),
  noteCalls: (own, other) =>
    noteCalls(actOf(own), other.tenant.connectionId, [
      { dayLeft: 1, minuteLeft: 1, retryAfterSeconds: 1, isRefused: true },
    ]),
};

export const TOKENS_TOUCH_NO_TENANT: Record<string, string> = {
  heldOf: 'decrypts what it is given',
  listDueRefreshes: 'gives ids alone, for the worker, which enters each tenant by itself',
  secretsByKey: 'counts by key, for the worker and for the operator',
};

/** The act of the worker within a tenant. */
function actOf({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'tokens' },
    permissions: new Set(['connection:read', 'connection:check', 'connection:manage']),
    requestId: 'test',
    address: null,
  });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => T) {
  const ctx = actOf(own);
  return ctx.transaction(async (tx) => work(ctx, tx));
}

function leaseOf(own: FilledTenant) {
  const tokens = { tokens: new Uint8Array(), keyId: 'auth', lostAt: null };
  return { runner: own.personId, generation: 1, ledger: 'qbo' as const, environment: 'demo' as const, ...tokens };
}
