import { type Ctx, makeContext } from '#lib/access/context.ts';
import { claimRecords } from '#lib/claims/claim-records.ts';
import { claimableBranches } from '#lib/claims/claimable-branches.ts';
import { findOwnClaim } from '#lib/claims/claimant.ts';
import { endRunOutLeases } from '#lib/claims/end-run-out-leases.ts';
import { extendClaim } from '#lib/claims/extend-claim.ts';
import { readClaimed } from '#lib/claims/read-claimed.ts';
import { withWaits } from '#lib/claims/read-waits.ts';
import { releaseClaim } from '#lib/claims/release-claim.ts';
import { readScan, writeScan } from '#lib/claims/scan-place.ts';
import { sweepLeases } from '#lib/claims/sweep-leases.ts';
import { takeLeases } from '#lib/claims/take-leases.ts';
import { newId } from '#lib/core/ids.ts';
import { endLeases, findTaken } from '#lib/ingest/taken-records.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: new Set(['record:read', 'claim:write']) });
}

/** What `other` has to be synced, as if it were asked for by the id of its source. */
function branchOf(other: FilledTenant) {
  return { kind: 'invoice' as const, sourceId: other.tenant.sourceId, sourceStatus: 'Status SECRET' };
}

/** A row of the other tenant, for what is given rows beside the transaction. */
function rowOf({ recordId }: FilledTenant) {
  const row = { kind: 'invoice', source: 'tms', sourceStatus: null, syncStatus: 'pending', isInDoubt: false } as const;
  return { ...row, id: recordId, excludedAt: null };
}

export const CLAIM_CASES: Record<string, Case> = {
  claimRecords: (own) => claimRecords(act(own), { idempotencyKey: 'SECRET' }),
  claimableBranches: (own, other) =>
    act(own).transaction(async (tx) => {
      const source = { id: other.tenant.sourceId, slug: 'tms', settings: readSourceSettings({}) };
      return (await claimableBranches(tx, other.tenant.info.id, [source], ['invoice'])).length;
    }),
  findOwnClaim: (own, other) => act(own).transaction((tx) => findOwnClaim(act(own), tx, other.claimId)),
  extendClaim: (own, other) => extendClaim(act(own), other.claimId, {}),
  releaseClaim: (own, other) => releaseClaim(act(own), other.claimId, { reason: 'x' }),
  endRunOutLeases: (own) => act(own).transaction((tx) => endRunOutLeases(act(own), tx)),
  sweepLeases: (own) => sweepLeases(act(own)),
  readClaimed: (own, other) => act(own).transaction((tx) => readClaimed(act(own), tx, other.claimId)),
  withWaits: async (own, other) => {
    const [row] = await act(own).transaction((tx) => withWaits(act(own), tx, [rowOf(other)]));
    return row?.waits;
  },
  readScan: (own) => act(own).transaction((tx) => readScan(act(own), tx, 'SECRET')),
  writeScan: (own) =>
    act(own).transaction((tx) => writeScan(act(own), tx, 'SECRET', { since: new Date(), id: newId() })),
  takeLeases: (own, other) =>
    act(own).transaction((tx) =>
      takeLeases(act(own), tx, [branchOf(other)], {
        claimId: newId(),
        sourceId: other.tenant.sourceId,
        holder: 'x',
        limit: 10,
        leaseSeconds: 10,
      }),
    ),
  findTaken: (own, other) =>
    act(own).transaction((tx) =>
      findTaken(tx, other.tenant.info.id, other.tenant.sourceId, [{ id: other.recordId, isInDoubt: true }]),
    ),
  endLeases: (own, other) =>
    act(own).transaction((tx) => endLeases(tx, other.tenant.info.id, other.tenant.sourceId, other.unknownIds)),
};

export const CLAIMS_TOUCH_NO_TENANT: Record<string, string> = {
  sweepRunOutLeases: 'ends what ran out of every tenant, each by an act of its own',
};
