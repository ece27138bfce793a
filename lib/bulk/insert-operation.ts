import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { statusNumber } from '#lib/records/kinds.ts';
import type { BulkAct } from './bulk-contract.ts';
import type { Frozen } from './freeze-operation.ts';

/** What a machine adds: it looks at no preview, and may have to ask twice. */
export type MachineRequest = {
  reason: string | null;
  referenceNumber: string | null;
  idempotencyKey: string | null;
  requestHash: string;
};

/** Writes a new operation down, with nothing frozen yet; gives its id. */
export async function insertOperation(
  ctx: Ctx,
  tx: TenantTx,
  act: BulkAct,
  frozen: Frozen,
  machine: MachineRequest | null = null,
): Promise<string> {
  const id = newId();
  const { actor } = ctx;
  const selection = frozen.by === 'ids' ? { by: 'ids', count: frozen.ids.length } : frozen;
  await tx.bulkOperation.create({
    data: {
      tenantId: ctx.tenantId,
      id,
      act: act.act,
      target: act.act === 'status' ? statusNumber(act.target) : null,
      undoes: act.act === 'undo' ? act.undoes : null,
      state: 'freezing',
      selection,
      createdByType: actor.type === 'hook' ? 'job' : actor.type,
      createdBy: actor.id,
      createdByName: actor.name,
      address: ctx.address,
      ...(machine === null
        ? {}
        : {
            reason: machine.reason,
            referenceNumber: machine.referenceNumber,
            idempotencyKey: machine.idempotencyKey,
            requestHash: Buffer.from(machine.requestHash, 'hex'),
            isSelfStarting: true,
          }),
    },
  });
  return id;
}
