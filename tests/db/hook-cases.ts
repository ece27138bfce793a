import { type Ctx, makeContext } from '#lib/access/context.ts';
import { makeHookText } from '#lib/access/hook-text.ts';
import { receiveHookPayload } from '#lib/access/receive-hook-payload.ts';
import { applyDecisions, writeDecisions } from '#lib/hooks/apply-decisions.ts';
import { assessPayloads, type Decision, type StoredPayload } from '#lib/hooks/assess-payloads.ts';
import { changeHookAddress } from '#lib/hooks/change-hook-address.ts';
import { createHook } from '#lib/hooks/create-hook.ts';
import { findKnown, findNamed } from '#lib/hooks/find-named.ts';
import { listHooks } from '#lib/hooks/list-hooks.ts';
import { countWaitingPayloads, listPayloads } from '#lib/hooks/list-payloads.ts';
import { matchPayload } from '#lib/hooks/match-payload.ts';
import { claimPayloads, insertEntries, putOff, settle } from '#lib/hooks/payload-store.ts';
import { previewMapping } from '#lib/hooks/preview-mapping.ts';
import { readHook, type StoredHook } from '#lib/hooks/read-hook.ts';
import { renameHook } from '#lib/hooks/rename-hook.ts';
import { retryUnmatchedPayloads } from '#lib/hooks/retry-unmatched-payloads.ts';
import { revokeHook } from '#lib/hooks/revoke-hook.ts';
import { forecastRunAgain, runPayloadsAgain } from '#lib/hooks/run-payloads-again.ts';
import { dismissPayloads, restorePayloads } from '#lib/hooks/settle-payload.ts';
import { updateMapping } from '#lib/hooks/update-mapping.ts';
import { chooseSource } from '#lib/keys/create-key.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { memberOf } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    ...memberOf(tenant),
    permissions: new Set(['record:read', 'hook:manage', 'inbox:resolve', 'attempt:write']),
  });
}

/** The other tenant's hook and payload, for what is given them beside the transaction. */
function hookOf(other: FilledTenant): StoredHook {
  return {
    id: other.hookId,
    name: 'Hook',
    sourceId: other.tenant.sourceId,
    source: 'tms',
    preset: 'log',
    mapping: null,
    mappingVersion: 1,
  };
}

function payloadOf(other: FilledTenant): StoredPayload {
  const entry = { sync_attempt_id: 'SY1', status: 'complete', invoice_id: 'inv_1' };
  return {
    id: other.payloadId,
    hookId: other.hookId,
    receivedAt: new Date(0),
    contentType: null,
    isCut: false,
    body: Uint8Array.from(Buffer.from(JSON.stringify(entry))),
  };
}

const NOTHING = { values: {}, preset: null, externalId: null };

function split(other: FilledTenant): Extract<Decision, { to: 'split' }> {
  return { payload: payloadOf(other), to: 'split', entries: [Uint8Array.from([0x31])] };
}

export const HOOK_CASES: Record<string, Case> = {
  // The address names its tenant, so a hook of another one is looked for where the address says.
  receiveHookPayload: (own) =>
    receiveHookPayload(makeHookText(own.tenant.info.id).text, {
      body: Uint8Array.from(Buffer.from('{}')),
      size: 2,
      isCut: false,
      contentType: null,
      deliveryId: null,
      requestId: 'test',
    }),
  createHook: (own) => createHook(act(own), { name: 'New', sourceSlug: 'tms', preset: null }).then(() => null),
  chooseSource: (own) =>
    act(own)
      .transaction((tx) => chooseSource(act(own), tx, { sourceSlug: 'tms' }))
      .then(({ event }) => event),
  listHooks: (own) => listHooks(act(own)),
  renameHook: (own, other) => renameHook(act(own), { id: other.hookId, name: 'taken' }),
  revokeHook: (own, other) => revokeHook(act(own), other.hookId),
  changeHookAddress: (own, other) => changeHookAddress(act(own), { id: other.hookId, keepsFormer: true }),
  readHook: (own, other) => act(own).transaction((tx) => readHook(act(own), tx, other.hookId)),
  updateMapping: (own, other) =>
    updateMapping(act(own), { id: other.hookId, preset: 'log', mapping: null, mappingVersion: 1 }),
  previewMapping: (own, other) => previewMapping(act(own), { id: other.hookId, preset: 'log', mapping: null }),
  listPayloads: (own, other) => listPayloads(act(own), { hookId: other.hookId, show: 'all', limit: 100, cursor: null }),
  countWaitingPayloads: async (own) => {
    const { unmatched } = await countWaitingPayloads(act(own));
    if (unmatched > 2) throw new Error('SECRET was counted');
    return null;
  },
  dismissPayloads: (own, other) => dismissPayloads(act(own), { ids: [other.payloadId], reason: 'x' }),
  restorePayloads: (own, other) => restorePayloads(act(own), { ids: [other.payloadId] }),
  matchPayload: (own, other) => matchPayload(act(own), { payloadId: other.payloadId, recordId: own.recordId }),
  forecastRunAgain: (own, other) => forecastRunAgain(act(own), { hookId: other.hookId }),
  runPayloadsAgain: (own, other) => runPayloadsAgain(act(own), { hookId: other.hookId, ids: [other.payloadId] }),
  retryUnmatchedPayloads: (own) => retryUnmatchedPayloads(act(own)),
  findNamed: (own, other) =>
    act(own).transaction(async (tx) => {
      const named = { kind: null, sourceId: null, number: 'INV SECRET', source: null };
      const found = await findNamed(act(own), tx, hookOf(other), [
        { key: 'one', named, externalId: `${other.recordId}-v1` },
      ]);
      return found.get('one');
    }),
  findKnown: (own, other) =>
    act(own).transaction(async (tx) => [
      ...(await findKnown(act(own), tx, other.tenant.sourceId, ['SY1', 'SY2'])).values(),
    ]),
  assessPayloads: (own, other) =>
    act(own)
      .transaction((tx) => assessPayloads(act(own), tx, hookOf(other), [payloadOf(other)]))
      .then((decisions) => decisions.map(({ to }) => to)),
  applyDecisions: async (own, other) => {
    const [decision] = await act(own).transaction((tx) =>
      assessPayloads(act(own), tx, hookOf(other), [payloadOf(other)]),
    );
    return applyDecisions(act(own), hookOf(other), decision === undefined ? [] : [decision], ['unmatched']);
  },
  writeDecisions: (own, other) =>
    act(own).transaction((tx) =>
      writeDecisions(act(own), tx, hookOf(other), [
        { payload: payloadOf(other), to: 'wait', state: 'unmapped', reasons: [], ...NOTHING },
        split(other),
      ]),
    ),
  insertEntries: (own, other) => act(own).transaction((tx) => insertEntries(tx, other.tenant.info.id, split(other))),
  claimPayloads: (own, other) => act(own).transaction((tx) => claimPayloads(tx, other.tenant.info.id)),
  putOff: (own, other) => act(own).transaction((tx) => putOff(tx, other.tenant.info.id, [other.payloadId], 1)),
  settle: (own, other) =>
    act(own).transaction((tx) =>
      settle(tx, other.tenant.info.id, ['unmatched'], [{ id: other.payloadId, state: 'applied' }]),
    ),
};

/** Functions of hooks that reach no tenant's rows by themselves, each with its reason. */
export const HOOK_TOUCHES_NO_TENANT: Record<string, string> = {
  wakeHookWork: 'sends nothing to a channel',
  hookWork: 'works on the payloads of every tenant, each by an act of its own',
  retryUnmatchedPayloadsOfAll: 'looks through every tenant, each by an act of its own',
};
