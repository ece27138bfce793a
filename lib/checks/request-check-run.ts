import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { CHECK_NAMES } from './check-contract.ts';
import { wakeChecks } from './wake-worker.ts';

/** So many guided runs of a business at once: what people begin goes before what the clock begins. */
const GUIDED_MAX = 10;

const inputSchema = z.strictObject({
  /** Null: the business itself, by what its jobs report. */
  connectionId: z.uuid().nullable(),
  kind: z.enum(['by_hand', 'guided', 'review']).default('by_hand'),
  /** `checks` narrows a run to some of them; whatever else is in it is kept for whoever asked. */
  scope: z.looseObject({ checks: z.array(z.enum(CHECK_NAMES)).min(1).optional() }).default({}),
});

/**
 * Asks for the checks to be run now; gives the run, whose results appear one by one. While a run of the kind waits or runs
 * already, it is that one (a guided run is always its own). Throws `not_found`, `invalid_input`, and `conflict` where too
 * many guided runs are under way.
 */
export async function requestCheckRun(
  ctx: Ctx,
  input: z.input<typeof inputSchema>,
): Promise<{ id: string; isNew: boolean }> {
  requirePermission(ctx, 'connection:check');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'Nothing was checked.', fields: fieldErrors(parsed.error) });
  }
  const { connectionId, kind, scope } = parsed.data;
  const id = newId();
  return ctx.transaction(async (tx) => {
    if (connectionId !== null) {
      const found = await tx.connection.findUnique({
        where: { tenantId_id: { tenantId: ctx.tenantId, id: connectionId } },
        select: { id: true },
      });
      if (found === null) throw notFound('The connection');
    }
    if (kind === 'guided') await refuseTooMany(ctx, tx);
    const made = await tx.$executeRaw`
      INSERT INTO check_run (tenant_id, id, connection_id, kind, scope, requested_by)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${connectionId}::uuid, ${kind}, ${JSON.stringify(scope)}::jsonb,
              ${ctx.actor.name})
      ON CONFLICT (tenant_id, coalesce(connection_id, '00000000-0000-0000-0000-000000000000'), kind)
            WHERE state IN ('waiting', 'running') AND kind <> 'guided' DO NOTHING`;
    if (made === 0) {
      const [waiting] = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM check_run
         WHERE tenant_id = ${ctx.tenantId}::uuid AND state IN ('waiting', 'running') AND kind = ${kind}
           AND connection_id IS NOT DISTINCT FROM ${connectionId}::uuid`;
      // It ended between the two statements: what it found is as new as can be.
      if (waiting === undefined) throw new AppError('conflict', { message: 'A check has ended just now; try again.' });
      return { id: waiting.id, isNew: false };
    }
    const subject =
      connectionId === null
        ? ({ type: 'tenant', id: ctx.tenantId } as const)
        : ({ type: 'connection', id: connectionId } as const);
    await recordAudit(ctx, tx, [{ action: 'connection.check_asked', subject, after: { run: id, kind } }]);
    await wakeChecks(tx);
    return { id, isNew: true };
  });
}

async function refuseTooMany(ctx: Ctx, tx: TenantTx): Promise<void> {
  const open = await tx.checkRun.count({
    where: { tenantId: ctx.tenantId, kind: 'guided', state: { in: ['waiting', 'running'] } },
  });
  if (open < GUIDED_MAX) return;
  throw new AppError('conflict', { message: `${GUIDED_MAX} guided runs are under way; wait until one has ended.` });
}
