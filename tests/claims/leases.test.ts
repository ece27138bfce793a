import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { forecastBulkOperation } from '#lib/bulk/forecast-bulk-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { extendClaim } from '#lib/claims/extend-claim.ts';
import { releaseClaim } from '#lib/claims/release-claim.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { claim, namesOf, putInvoices, report, runOut, sweep } from '#tests/factories/claims.ts';
import { storedCount, storedRecord, storedRows } from '#tests/factories/stored.ts';
import {
  createKey,
  createSource,
  createTenant,
  keyContext,
  memberOf,
  type TestTenant,
} from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;
let id: string;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  ctx = keyContext(tenant);
  [id] = (await putInvoices(ctx, ['inv_1'])) as [string];
});

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();
const standing = async () => {
  const { sync_status, is_in_doubt, attempt_count, last_attempt_id } = await storedRecord(tenant, 'inv_1');
  return { sync_status, is_in_doubt, attempt_count, isTried: last_attempt_id !== null };
};
const toPending = { act: 'status', target: 'pending' } as const;

describe('A lease that runs out', () => {
  beforeEach(async () => {
    await claim(ctx);
    await runOut(tenant);
  });

  test('leaves an unknown attempt dated at the claim, and the record pending, in doubt, to be checked first', async () => {
    expect(await sweep(tenant)).toBe(1);
    expect(await standing()).toEqual({ sync_status: 0, is_in_doubt: true, attempt_count: 0, isTried: false });
    const record = await getRecord(memberOf(tenant), id);
    expect(record).toMatchObject({ isInDoubt: true, waits: null, lastAttemptAt: null });
    expect(record.attempts).toMatchObject([{ outcome: 'unknown', source: 'tms', apiKeyName: 'Test key' }]);
    expect(Date.parse(record.attempts[0]!.attemptedAt)).toBeLessThan(Date.now() - 9 * MINUTE_MS);
    const again = await claim(ctx);
    expect(again.records).toMatchObject([{ sourceId: 'inv_1', checkFirst: true }]);
  });

  test('is in doubt from that moment on, also before it is swept, and the next claim sweeps it itself', async () => {
    expect(await getRecord(memberOf(tenant), id)).toMatchObject({ isInDoubt: true, waits: null });
    expect((await claim(ctx)).records).toMatchObject([{ checkFirst: true }]);
    expect(await storedCount(tenant, 'sync_attempt')).toBe(1);
  });

  test('is swept once by two workers at once, and notes who said nothing', async () => {
    const swept = await Promise.all([sweep(tenant), sweep(tenant), claim(ctx), sweep(tenant)]);
    expect(swept.filter((count) => count === 1).length).toBeLessThanOrEqual(1);
    expect(await storedCount(tenant, 'sync_attempt')).toBe(1);
    const events = await storedRows<{ action: string; actor_name: string; after: unknown }>(
      tenant,
      'audit_event',
      'id',
    );
    expect(events.filter(({ action }) => action === 'claim.ran_out')).toMatchObject([
      { actor_name: 'leases', after: { records: 1 } },
    ]);
  });

  test.each(['complete', 'failed'] as const)('is settled by a report that comes late: %s', async (outcome) => {
    await sweep(tenant);
    await report(ctx, 'inv_1', outcome, { attemptedAt: ago(8) });
    expect(await standing()).toEqual({
      sync_status: outcome === 'complete' ? 1 : 2,
      is_in_doubt: false,
      attempt_count: 1,
      isTried: true,
    });
  });

  test('keeps its doubt when what comes late is older than the last attempt', async () => {
    await asAdministrator('UPDATE sync_record SET last_attempt_at = now() - interval $$1 day$$ WHERE id = $1', [id]);
    await sweep(tenant);
    await report(ctx, 'inv_1', 'failed', { attemptedAt: ago(3 * 24 * 60) });
    expect(await standing()).toMatchObject({ sync_status: 0, is_in_doubt: true });
  });

  test('can’t be extended any more; it can be given back, and is not in doubt then', async () => {
    const [row] = await storedRows<{ id: string }>(tenant, 'claim', 'id');
    expect(await extendClaim(ctx, row!.id, {})).toMatchObject({ records: [] });
    expect(await releaseClaim(ctx, row!.id, { reason: 'The ledger was down' })).toMatchObject({ released: [id] });
    expect(await sweep(tenant)).toBe(0);
    expect(await standing()).toMatchObject({ is_in_doubt: false });
    const { events } = await getRecord(memberOf(tenant), id);
    expect(events).toMatchObject([{ action: 'record.released', note: 'The ledger was down' }]);
  });

  test('is a fresh attempt when a person puts it back to Pending: no doubt, the age kept, and undone with it', async () => {
    const { pending_since } = await storedRecord(tenant, 'inv_1');
    const member = await memberIn(tenant);
    const done = await runBulk(member, toPending, named([{ id }]), { reason: null });
    expect(done.counts).toMatchObject({ updated: 1, unchanged: 0 });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ is_in_doubt: false, pending_since, sync_status: 0 });
    expect((await runBulk(member, toPending, named([{ id }]))).counts).toMatchObject({ updated: 0, unchanged: 1 });
    expect((await claim(ctx)).records).toMatchObject([{ checkFirst: false }]);
  });
});

describe('A report', () => {
  test('ends the lease of its own source, whichever key brings it and with a clock a little behind', async () => {
    await claim(ctx);
    const other = await createKey(tenant.info.id, tenant.sourceId, ['attempts:write']);
    await report(keyContext({ ...tenant, ...other }), 'inv_1', 'failed', { attemptedAt: ago(4) });
    expect(await storedCount(tenant, 'lease')).toBe(0);
  });

  test.each([
    ['of another source', () => ({ minutes: 0, isOther: true })],
    ['of something before the claim', () => ({ minutes: 6, isOther: false })],
  ])('%s leaves the lease, which ends without doubt since the record was reported', async (_what, given) => {
    const { minutes, isOther } = given();
    await claim(ctx);
    const sourceId = isOther ? await createSource(tenant.info.id, 'zapier') : tenant.sourceId;
    const record = { kind: 'invoice', sourceId: 'inv_1', source: 'tms' };
    await report(keyContext(tenant, { sourceId }), 'inv_1', 'failed', { record, attemptedAt: ago(minutes) });
    expect(await storedCount(tenant, 'lease')).toBe(1);
    await asAdministrator(`UPDATE lease SET expires_at = now() - interval '1 second' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    expect(await sweep(tenant)).toBe(1);
    expect(await standing()).toMatchObject({ sync_status: 2, is_in_doubt: false });
    expect(await storedCount(tenant, 'sync_attempt')).toBe(1);
  });

  test.each(['while it is held', 'after it ran out'])(
    '%s is about the version that the job was given, not the one that came meanwhile',
    async (when) => {
      await claim(ctx);
      await putInvoices(ctx, ['inv_1'], { amount: '120.00' });
      if (when !== 'while it is held') {
        await runOut(tenant, 1);
        await sweep(tenant);
      }
      await report(ctx, 'inv_1', 'complete');
      const record = await getRecord(memberOf(tenant), id);
      expect(record).toMatchObject({ contentVersion: 2, syncedContentVersion: 1, isChangedSinceSync: true });
      expect(record.attempts.map(({ contentVersion }) => contentVersion)).toEqual(record.attempts.map(() => 1));
    },
  );
});

describe('A claim', () => {
  test('is extended and given back in parts, by any key of its source and by nobody else', async () => {
    await putInvoices(ctx, ['inv_2', 'inv_3']);
    const { id: claimId, records } = await claim(ctx, { leaseSeconds: 60 });
    const [, second, third] = records.map((record) => record.id);
    const longer = await extendClaim(ctx, String(claimId), { leaseSeconds: 3600, recordIds: [second] });
    expect(longer.records).toMatchObject([{ id: second }]);
    expect(Date.parse(longer.records[0]!.leaseUntil)).toBeGreaterThan(Date.now() + 3000 * 1000);
    // It never ends earlier than it would have.
    const [kept] = (await extendClaim(ctx, String(claimId), { leaseSeconds: 1, recordIds: [second] })).records;
    expect(kept).toEqual(longer.records[0]);
    const stranger = keyContext(tenant, { sourceId: await createSource(tenant.info.id, 'zapier') });
    for (const act of [extendClaim, releaseClaim]) {
      await expect(act(stranger, String(claimId), {})).rejects.toMatchObject({ code: 'not_found' });
      await expect(act(ctx, 'no-id', {})).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await releaseClaim(ctx, String(claimId), { recordIds: [third] })).toEqual({
      id: claimId,
      released: [third],
    });
    expect(namesOf(await claim(ctx))).toEqual(['inv_3']);
    expect((await releaseClaim(ctx, String(claimId), {})).released).toHaveLength(2);
    expect(namesOf(await claim(ctx))).toEqual(['inv_1', 'inv_2']);
  });
});

describe('Bulk work', () => {
  test('leaves what a job holds alone, says who until when, in forecast and result', async () => {
    const member = await memberIn(tenant);
    const [free] = await putInvoices(ctx, ['inv_2']);
    const { leaseUntil } = await claim(ctx, { limit: 1 });
    const both = { selection: named([{ id }, { id: String(free) }]) };
    const { id: operationId } = await openBulkOperation(member, { act: 'status', target: 'complete', ...both });
    expect(await forecastBulkOperation(member, operationId)).toMatchObject({
      changes: 1,
      refused: [{ reason: 'held', count: 1 }],
    });
    const done = await startBulkOperation(member, { id: operationId, reason: 'By hand' });
    expect(done).toMatchObject({ counts: { updated: 1, skipped: 1 }, skippedBy: { held: 1 } });
    const { items } = await listBulkItems(member, operationId, { result: 'held', limit: 10, cursor: null });
    expect(items).toMatchObject([{ recordId: id, result: 'held', heldBy: 'TMS', heldUntil: leaseUntil }]);
  });

  test('leaves alone what a job took between the preview and the act', async () => {
    const member = await memberIn(tenant);
    const preview = await openBulkOperation(member, { act: 'exclude', selection: named([{ id }]) });
    await claim(ctx);
    const done = await startBulkOperation(member, { id: preview.id, reason: 'Not ours' });
    expect(done).toMatchObject({ counts: { updated: 0, skipped: 1 }, skippedBy: { held: 1 } });
  });

  test('and jobs that claim at the same moment never both get a record', async () => {
    const member = await memberIn(tenant);
    for (let round = 0; round < 15; round += 1) {
      const ids = await putInvoices(
        ctx,
        Array.from({ length: 20 }, (_, index) => `r${round}_${index}`),
      );
      const [done, taken] = await Promise.all([
        runBulk(member, { act: 'status', target: 'failed' }, named(ids.map((one) => ({ id: one })))),
        claim(ctx, { limit: 1000 }),
      ]);
      const { items } = await listBulkItems(member, done.id, { result: 'updated', limit: 100, cursor: null });
      const moved = new Set(items.map(({ recordId }) => recordId));
      expect(taken.records.filter((record) => moved.has(record.id))).toEqual([]);
      if (taken.id !== null) await releaseClaim(ctx, taken.id, {});
    }
  });
});

test('a document that is voided while it is held is excluded, and what the job wrote comes back with its report', async () => {
  await claim(ctx);
  await putInvoices(ctx, ['inv_1'], { sourceStatus: 'Void' });
  expect(await getRecord(memberOf(tenant), id)).toMatchObject({ excludedReason: 'Void in the source system' });
  await report(ctx, 'inv_1', 'complete');
  expect(await getRecord(memberOf(tenant), id)).toMatchObject({ excludedAt: null, isVoidInLedger: true });
});
