import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type ImportClaim, writeImport } from './claim-import.ts';
import type { ImportState } from './import-contract.ts';
import { readRun } from './read-run.ts';

type End = Extract<ImportState, 'finished' | 'stopped' | 'broken' | 'refused'>;

const ACTIONS: Record<End, AuditEntry['action']> = {
  finished: 'import.finished',
  stopped: 'import.finished',
  broken: 'import.broken',
  refused: 'import.refused',
};

/** Ends an import in one of its last states, with what came of it in the audit log; gives the claim back. */
export async function endImport(ctx: Ctx, claim: ImportClaim, state: End, reason: string | null = null): Promise<void> {
  requirePermission(ctx, 'import:create');
  await ctx.transaction(async (tx) => {
    const before = await readRun(ctx, tx, claim.importId);
    const sums = before.startedAt === null ? null : before.countsSoFar;
    // The dry run alone knows which rows name a record again.
    const counts = sums === null ? null : JSON.stringify({ ...sums, repeated: before.checked?.repeated ?? 0 });
    await writeImport(
      ctx,
      tx,
      claim,
      Prisma.sql`state = ${state}, reason = ${reason}, finished_at = now(), runner = NULL, step = NULL, counts = ${counts}::jsonb`,
    );
    await forgetMemory(ctx, tx, claim.importId);
    const after = { state, fileName: before.fileName, counts: sums };
    const own = { ...ctx, requestId: claim.importId };
    await recordAudit(own, tx, [
      { action: ACTIONS[state], subject: { type: 'import', id: claim.importId }, after, note: reason },
    ]);
  });
}

/** Deletes what a dry run had to remember. */
export async function forgetMemory(ctx: Ctx, tx: TenantTx, importId: string): Promise<void> {
  await tx.importMemory.deleteMany({ where: { tenantId: ctx.tenantId, importId } });
}
