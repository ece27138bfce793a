import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import {
  type BulkOperation,
  type BulkSelection,
  FROZEN_AT_ONCE_MAX,
  NAMED_MAX,
  type OpenedAct,
} from './bulk-contract.ts';
import { freezeOperation } from './freeze-operation.ts';
import { insertOperation, type MachineRequest } from './insert-operation.ts';
import { readOperation, toOperation } from './read-operation.ts';
import { wakeWorker } from './wake-worker.ts';

const ids = z.array(z.string().refine(isId, 'must be the id of a record')).max(NAMED_MAX);

/**
 * Opens the preview of an operation: freezes its selection, of which nothing that comes later is touched. Above 10,000
 * records a job freezes it, and the operation is `freezing` meanwhile. Throws `invalid_input`.
 */
export async function openBulkOperation(
  ctx: Ctx,
  input: OpenedAct & { selection: BulkSelection },
): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  checkNamed(input.selection);
  return ctx.transaction(async (tx) => {
    const id = await openWithin(ctx, tx, input, null);
    return toOperation(await readOperation(ctx, tx, id));
  });
}

/** Does the same within a transaction, also for a machine, which sees no preview; gives the operation's id. */
export async function openWithin(
  ctx: Ctx,
  tx: TenantTx,
  input: OpenedAct & { selection: BulkSelection },
  machine: MachineRequest | null,
): Promise<string> {
  const { selection, ...act } = input;
  const id = await insertOperation(ctx, tx, act, selection, machine);
  if (await isForJob(ctx, tx, selection)) await wakeWorker(tx);
  else await freezeOperation(ctx, tx, id, selection);
  return id;
}

/** Throws `invalid_input` if too many records are named, or something that is no id. */
export function checkNamed(selection: BulkSelection): void {
  const named = selection.by === 'ids' ? selection.ids : selection.exceptIds;
  const parsed = ids.safeParse(named);
  if (parsed.success) return;
  const field = selection.by === 'ids' ? 'ids' : 'exceptIds';
  const message =
    named.length > NAMED_MAX
      ? `must have at most ${NAMED_MAX.toLocaleString('en')} entries; use a filter for more`
      : 'must hold ids of records';
  throw new AppError('invalid_input', { message: `The selection ${message}.`, fields: [{ field, message }] });
}

async function isForJob(ctx: Ctx, tx: TenantTx, selection: BulkSelection): Promise<boolean> {
  if (selection.by === 'ids') return false;
  const matching = await matchingRecords(ctx, tx, selection.filter, Prisma.sql`1`);
  const [{ count }] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM (${matching}) m LIMIT ${FROZEN_AT_ONCE_MAX + 1}::int) c`;
  return count > FROZEN_AT_ONCE_MAX;
}
