import { hash } from 'node:crypto';
import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ClaimBranch } from './claimable-branches.ts';

/** A record in the order in which records are handed out. */
export type ScanPlace = { since: Date; id: string };

/** Gives the name of what a call looks through: the same kinds, sources and statuses have the same. */
export function scopeOf(branches: readonly ClaimBranch[]): string {
  const parts = branches.map(({ kind, sourceId, sourceStatus }) => JSON.stringify([kind, sourceId, sourceStatus]));
  return hash('sha256', parts.toSorted().join('\n'));
}

/** Gives behind which record the last call of this scope stopped; null to begin with the oldest. */
export async function readScan(ctx: Ctx, tx: TenantTx, scope: string): Promise<ScanPlace | null> {
  const [row] = await tx.$queryRaw<{ since: Date | null; id: string | null }[]>`
    SELECT after_since AS since, after_id AS id FROM claim_scan
     WHERE tenant_id = ${ctx.tenantId}::uuid AND scope = ${scope}`;
  return row === undefined || row.since === null || row.id === null ? null : { since: row.since, id: row.id };
}

/** Notes behind which record the next call of this scope goes on. */
export async function writeScan(ctx: Ctx, tx: TenantTx, scope: string, place: ScanPlace | null): Promise<void> {
  const since = place?.since.toISOString() ?? null;
  await tx.$executeRaw`
    INSERT INTO claim_scan (tenant_id, scope, after_since, after_id)
    VALUES (${ctx.tenantId}::uuid, ${scope}, ${since}::timestamptz, ${place?.id ?? null}::uuid)
    ON CONFLICT (tenant_id, scope) DO UPDATE SET after_since = excluded.after_since, after_id = excluded.after_id`;
}
