import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { checkAttempt } from '#lib/attempts/report-attempts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, type FieldError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import type { ItemResult, Reporter } from '#lib/ingest/batch.ts';
import { receivedItem } from '#lib/ingest/received-item.ts';
import { checkRecord } from '#lib/records/put-records.ts';

/** How long an item may be that is put right by hand. */
export const CORRECTION_MAX = 512 * 1024;

type Stored = {
  call: 'records' | 'attempts';
  sourceId: string;
  apiKeyId: string | null;
  hookId: string | null;
  importId: string | null;
};

/**
 * Applies a refused item as a person put it right: checked by the same schemas and applied by the same rules as if its
 * sender had sent it so. The item itself is kept as it was received. Throws `not_found`, `conflict` if it does not wait,
 * `bad_request` for what is not JSON, and `invalid_input` by field if it is refused again; nothing is changed then.
 */
export async function correctRejected(ctx: Ctx, id: string, text: string): Promise<ItemResult> {
  requirePermission(ctx, 'inbox:resolve');
  if (!isId(id)) throw notFound('The item');
  if (text.length > CORRECTION_MAX) throw new AppError('too_large', { message: 'An item may have at most 512 KiB.' });
  const item = receivedItem(text);
  const stored = await ctx.transaction((tx) => readWaiting(ctx, tx, id));
  const reporter: Reporter = { ...stored, tenantId: ctx.tenantId, requestId: ctx.requestId };
  const checked = stored.call === 'records' ? checkRecord(0, item) : checkAttempt(0, item);
  if ('errors' in checked) throw refusedAgain(checked.errors);
  const [result] = await applyBatch(ctx, reporter, {
    call: stored.call,
    operations: [checked],
    refused: [],
    // It is kept already, as it was received first.
    keepsItems: true,
    alongside: async (tx, [applied]) => {
      if (applied?.result === 'rejected') throw refusedAgain(applied.errors ?? []);
      await settle(ctx, tx, id, item.text);
    },
  });
  if (result === undefined) throw new Error('One item has one result');
  return result;
}

async function readWaiting(ctx: Ctx, tx: TenantTx, id: string): Promise<Stored> {
  const [row] = await tx.$queryRaw<(Stored & { state: string })[]>`
    SELECT call, state, source_id AS "sourceId", api_key_id AS "apiKeyId", hook_id AS "hookId", import_id AS "importId"
      FROM rejected_item WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The item');
  const { state, ...stored } = row;
  if (state !== 'waiting') throw noLonger();
  return stored;
}

/** In the transaction that applies it: two people who put the same item right don't both succeed. */
async function settle(ctx: Ctx, tx: TenantTx, id: string, text: string): Promise<void> {
  // What was about the same document is settled by then with it, by nobody: here it is said who did it.
  const settled = await tx.$executeRaw`
    UPDATE rejected_item SET state = 'settled', state_at = now(), state_by = ${ctx.actor.id}::uuid,
                             state_by_name = ${ctx.actor.name}, state_reason = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid
       AND (state = 'waiting' OR (state = 'settled' AND state_by IS NULL))`;
  if (settled === 0) throw noLonger();
  const subject = { type: 'rejected_item', id } as const;
  await recordAudit(ctx, tx, [{ action: 'rejected_item.corrected', subject, after: { item: text } }]);
}

function noLonger(): AppError {
  return new AppError('conflict', {
    message: 'This item does not wait any more: it was settled or dismissed meanwhile.',
  });
}

function refusedAgain(errors: readonly FieldError[]): AppError {
  return new AppError('invalid_input', { message: 'It is refused as it stands.', fields: [...errors] });
}
