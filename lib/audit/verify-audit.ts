import type { KeyObject } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { checkChain, describe, type Fault, type OutsideCopy } from './check-chain.ts';
import { checkSignatures, type SignatureReport } from './check-signatures.ts';
import { checkpointsFrom } from './checkpoints.ts';
import type { Checkpoint, Seal, StoredEvent } from './seal-format.ts';
import { eventsByIds, sealsAfter, sliceFrom, unsealedEvents } from './stored-events.ts';

const BLOCKS_AT_ONCE = 20;
const CHECKPOINTS_AT_ONCE = 10_000;
const SLICE_EVENTS = 20_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export type AuditReport = {
  /** In the order of the log, at most a hundred. */
  faults: Fault[];
  blocks: number;
  /** Sealed events. */
  events: number;
  unsealed: { events: number; oldestAt: string | null };
  /** The last one that the copy outside holds. */
  outside: Checkpoint | null;
  signatures: SignatureReport;
};

/**
 * Checks the tenant's whole log: each event against its seal, each seal against the one before, and the chain against
 * the checkpoints in the database and outside it.
 */
export async function verifyAudit(
  ctx: Ctx,
  { outside, keys }: { outside: OutsideCopy; keys: readonly KeyObject[] },
): Promise<AuditReport> {
  requirePermission(ctx, 'audit:read');
  const stored = await storedCheckpoints(ctx);
  const check = checkChain(ctx.tenantId, outside, stored);
  let last = 0;
  for (;;) {
    const blocks = await blocksAfter(ctx, last);
    for (const { seal, events } of blocks) check.block(seal, events);
    last = blocks.at(-1)?.seal.sequence ?? last;
    if (blocks.length < BLOCKS_AT_ONCE) break;
  }
  const { faults, blocks, events } = check.end();
  const signatures = checkSignatures([...stored, ...outside.checkpoints], keys);
  const completeTo = [...stored, ...outside.checkpoints].reduce(
    (latest, checkpoint) => (checkpoint.completeTo > latest ? checkpoint.completeTo : latest),
    '',
  );
  const unsealed = await unsealedOf(ctx, completeTo);
  return {
    faults: [...faults, ...unsealed.faults, ...signatures.faults],
    blocks,
    events,
    unsealed: { events: unsealed.events, oldestAt: unsealed.oldestAt },
    outside: outside.checkpoints.toSorted((a, b) => a.sequence - b.sequence).at(-1) ?? null,
    signatures,
  };
}

async function storedCheckpoints(ctx: Ctx): Promise<Checkpoint[]> {
  requirePermission(ctx, 'audit:read');
  const all: Checkpoint[] = [];
  for (;;) {
    const from = (all.at(-1)?.sequence ?? 0) + 1;
    const page = await ctx.transaction((tx) => checkpointsFrom(ctx, tx, from, CHECKPOINTS_AT_ONCE));
    all.push(...page);
    if (page.length < CHECKPOINTS_AT_ONCE) return all;
  }
}

async function blocksAfter(
  ctx: Ctx,
  sequence: number,
): Promise<{ seal: Seal; events: ReadonlyMap<string, StoredEvent> }[]> {
  requirePermission(ctx, 'audit:read');
  return ctx.transaction(async (tx) => {
    const seals = await sealsAfter(ctx, tx, sequence, BLOCKS_AT_ONCE);
    const found = await eventsByIds(
      ctx,
      tx,
      seals.flatMap(({ eventIds }) => eventIds),
    );
    const events = new Map(found.map((event) => [event[0], event]));
    return seals.map((seal) => ({ seal, events }));
  });
}

/** What no block holds: too young, or, if a checkpoint says that everything of its time was sealed, inserted. */
async function unsealedOf(
  ctx: Ctx,
  completeTo: string,
): Promise<{ faults: Fault[]; events: number; oldestAt: string | null }> {
  requirePermission(ctx, 'audit:read');
  const faults: Fault[] = [];
  let events = 0;
  let oldestAt = '';
  let from: string | null = FIRST_ID;
  while (from !== null) {
    const start: string = from;
    const { slice, found } = await ctx.transaction(async (tx) => {
      const slice = await sliceFrom(ctx, tx, start, SLICE_EVENTS);
      return { slice, found: await unsealedEvents(ctx, tx, slice) };
    });
    for (const event of found) {
      if (event[1] < completeTo) {
        const what = `Event ${describe(event)} was inserted afterwards: no block holds it, and a checkpoint held every event before ${completeTo}.`;
        if (faults.length === 0) faults.push({ kind: 'inserted', eventId: event[0], eventNumber: null, what });
      } else {
        events += 1;
        oldestAt = oldestAt === '' || event[1] < oldestAt ? event[1] : oldestAt;
      }
    }
    from = slice.before;
  }
  return { faults, events, oldestAt: oldestAt === '' ? null : oldestAt };
}
