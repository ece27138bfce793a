import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** What is compared with a ledger's lists. */
export type Subject = 'names' | 'charts' | 'codes';

/** Two comparisons of the same at once write one after the other, so that what is kept is one of them. */
export async function lockComparison(ctx: Ctx, tx: TenantTx, connectionId: string, subject: Subject): Promise<void> {
  const name = `tieout comparison ${ctx.tenantId} ${connectionId} ${subject}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Keeps when something was compared and what came of it in figures. */
export async function storeCounts(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  subject: Subject,
  counts: object,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ledger_comparison (tenant_id, connection_id, subject, compared_at, counts)
    VALUES (${ctx.tenantId}::uuid, ${connectionId}::uuid, ${subject}, now(), ${JSON.stringify(counts)}::jsonb)
    ON CONFLICT (tenant_id, connection_id, subject) DO UPDATE SET compared_at = now(), counts = excluded.counts`;
}
