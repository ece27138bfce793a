import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import type { BulkOperation, OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { forecastBulkOperation } from '#lib/bulk/forecast-bulk-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { insertRecords, lockRecords } from '#lib/ingest/record-store.ts';
import { statusNumber } from '#lib/records/kinds.ts';
import { moveEvent } from '#lib/records/move-event.ts';
import type { RecordState } from '#lib/records/record-state.ts';
import { applyMove, decideMove, type Move, restoreFormer } from '#lib/records/status-moves.ts';
import { memberIn, named, type RecordEventRow, recordEvents } from '#tests/factories/bulk.ts';
import { holdRecords } from '#tests/factories/claims.ts';
import { minute, recordState } from '#tests/factories/record-state.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

await testDatabase();
afterAll(closeDatabase);

const SOME_PERSON = '01900000-0000-7000-8000-00000000000a';
const from = <T>(...values: T[]) => fc.constantFrom(...values);
/** An attempt may be dated a little ahead of the clock. */
const AHEAD = new Date(Date.now() + 3_600_000).toISOString();

/** Any state that the columns allow, also those that no history leads to. */
const anyState = (tenant: TestTenant): fc.Arbitrary<RecordState> =>
  fc
    .record({
      kind: from('invoice', 'bill_payment'),
      syncStatus: from(0, 1, 2),
      syncDate: from(minute(1), minute(2)),
      pendingSince: from(minute(0), minute(1)),
      lastAttemptAt: from(null, minute(3), AHEAD),
      referenceNumber: from(null, 'REF-1', 'HAND-1'),
      isReferenceByHand: fc.boolean(),
      hasTwoReferences: fc.boolean(),
      syncedAt: from(null, null, minute(3)),
      isByHand: fc.boolean(),
      isTriedAfterClosing: fc.boolean(),
      isInDoubt: fc.boolean(),
      isVoid: fc.boolean(),
      statusSetBy: from(null, SOME_PERSON),
      statusSetAt: from(null, minute(4)),
      statusReason: from(null, 'Before, "quoted"\n'),
      excludedAt: from(null, null, null, minute(5)),
      excludedReason: from(null, 'Left out'),
      excludedBy: from(null, SOME_PERSON),
      version: from(1, 7),
    })
    .map((changes) => {
      const id = newId();
      const isInDoubt = changes.isInDoubt && changes.syncStatus === 0;
      return recordState({
        ...changes,
        isInDoubt,
        id,
        externalKey: id,
        sourceId: tenant.sourceId,
      } as Partial<RecordState>);
    });

const anyAct: fc.Arbitrary<OpenedAct> = fc.oneof(
  { weight: 4, arbitrary: from('pending', 'complete', 'failed').map((target) => ({ act: 'status' as const, target })) },
  { weight: 1, arbitrary: from({ act: 'exclude' as const }, { act: 'include' as const }) },
) as fc.Arbitrary<OpenedAct>;

function moveOf(act: OpenedAct, referenceNumber: string | null): Move {
  return act.act === 'status' ? { act: 'status', target: statusNumber(act.target), referenceNumber } : { act: act.act };
}

async function storedStates(ctx: Ctx, states: readonly RecordState[]): Promise<Map<string, RecordState>> {
  const rows = await ctx.transaction((tx) => lockRecords(tx, ctx.tenantId, states));
  return new Map(rows.map((row) => [row.id, row]));
}

async function resultsOf(ctx: Ctx, operation: BulkOperation): Promise<Map<string, string | null>> {
  const { items } = await listBulkItems(ctx, operation.id, { result: null, limit: 1_000, cursor: null });
  return new Map(items.map(({ recordId, result }) => [recordId, result]));
}

function expectEvent(events: readonly RecordEventRow[], before: RecordState, after: RecordState): void {
  const own = events.filter(({ subject_id }) => subject_id === before.id);
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject(moveEvent(before, after));
}

test('the statement of a batch does to each record what the table of moves says, and an undo takes it back', async () => {
  const tenant = await createTenant();
  const admin = await memberIn(tenant, ['accounting_sync', 'admin']);
  const member = await memberIn(tenant);
  await fc.assert(
    fc.asyncProperty(
      // A single record may be given a reference number.
      fc.oneof(
        fc.array(anyState(tenant), { minLength: 1, maxLength: 1 }),
        fc.array(anyState(tenant), { minLength: 1, maxLength: 30 }),
      ),
      anyAct,
      from(null, 'HAND-1', 'HAND-2'),
      fc.boolean(),
      // Of some records one in three is held by a sync job.
      from(0, 0, 3),
      async (states, act, wantedReference, isAdmin, heldEvery) => {
        const ctx = isAdmin ? admin : member;
        await ctx.transaction((tx) => insertRecords(tx, ctx.tenantId, states));
        const heldIds = states.filter((_, index) => heldEvery > 0 && index % heldEvery === 0).map(({ id }) => id);
        await holdRecords(tenant, heldIds);
        const before = await storedStates(ctx, states);
        const isSingle = states.length === 1 && act.act === 'status' && act.target === 'complete';
        const referenceNumber = isSingle ? wantedReference : null;
        const move = moveOf(act, referenceNumber);

        const { id } = await openBulkOperation(ctx, { ...act, selection: named(states) });
        const forecast = await forecastBulkOperation(ctx, id);
        const done = await startBulkOperation(ctx, { id, reason: 'Now, "quoted"', referenceNumber });
        expect(done.state).toBe('finished');
        if (referenceNumber === null) {
          expect(forecast).toMatchObject({ changes: done.counts.updated, unchanged: done.counts.unchanged });
          expect(Object.fromEntries(forecast.refused.map(({ reason, count }) => [reason, count]))).toEqual(
            done.skippedBy,
          );
        }

        const after = await storedStates(ctx, states);
        const events = await recordEvents(tenant, id);
        const results = await resultsOf(ctx, done);
        for (const state of before.values()) {
          const now = after.get(state.id)!;
          const isHeld = heldIds.includes(state.id);
          const result = decideMove({ ...state, isHeld }, { ...move, hasReason: true, mayOverride: isAdmin });
          expect(results.get(state.id)).toBe(result);
          if (result !== 'updated') {
            expect(now).toEqual(state);
            expect(events.filter(({ subject_id }) => subject_id === state.id)).toEqual([]);
            continue;
          }
          const at = events.find(({ subject_id }) => subject_id === state.id)?.at.toISOString() ?? '';
          const moved = applyMove(state, move, { at, by: ctx.actor.id, reason: 'Now, "quoted"' });
          expect(now).toEqual({ ...moved, version: state.version + 1 });
          expectEvent(events, state, now);
        }

        if (done.counts.updated === 0) return;
        const undo = await openUndo(ctx, id);
        const undone = await startBulkOperation(ctx, { id: undo.id });
        expect(undone).toMatchObject({ state: 'finished', counts: { updated: done.counts.updated, skipped: 0 } });
        const restored = await storedStates(ctx, states);
        const undoEvents = await recordEvents(tenant, undo.id);
        for (const moved of after.values()) {
          const state = before.get(moved.id)!;
          const isMoved = moved.version > state.version;
          expect(restored.get(moved.id)).toEqual(
            isMoved ? { ...restoreFormer(moved, state), version: moved.version + 1 } : state,
          );
          if (isMoved) expectEvent(undoEvents, moved, restored.get(moved.id)!);
        }
      },
    ),
    { numRuns: 120 },
  );
}, 120_000);
