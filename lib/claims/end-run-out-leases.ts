import type { Ctx } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';

const BATCH = 1_000;

/**
 * Turns the tenant's leases that ran out into attempts of unknown outcome, dated at their claims, and what is pending
 * still into records in doubt: what `applyUnknown` says, by one statement a thousand. Where a report of the last attempt
 * came after the claim, the lease ends without a word. Safe beside others that do the same; gives how many ended.
 */
export async function endRunOutLeases(ctx: Ctx, tx: TenantTx): Promise<number> {
  let ended = 0;
  for (;;) {
    const batch = await endBatch(ctx, tx);
    ended += batch;
    if (batch < BATCH) return ended;
  }
}

type Ended = { claimId: string; recordId: string; kind: string; isSilent: boolean; syncStatus: number };

async function endBatch(ctx: Ctx, tx: TenantTx): Promise<number> {
  const [{ due }] = await tx.$queryRaw<[{ due: number }]>`
    SELECT count(*)::int AS due FROM (SELECT FROM lease
      WHERE tenant_id = ${ctx.tenantId}::uuid AND expires_at <= now() LIMIT ${BATCH}::int) l`;
  if (due === 0) return 0;
  const ids = Array.from({ length: BATCH }, newId);
  const rows = await tx.$queryRaw<Ended[]>`
    WITH due AS MATERIALIZED (
           SELECT r.id, r.source_id, r.kind, r.external_key, r.connection_id, r.last_attempt_id,
                  r.sync_status
             FROM lease h JOIN sync_record r ON r.tenant_id = h.tenant_id AND r.id = h.record_id
            WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.expires_at <= now()
            ORDER BY r.source_id, r.kind, r.external_key
            LIMIT ${BATCH}::int
              FOR NO KEY UPDATE OF r SKIP LOCKED),
         run_out AS MATERIALIZED (
           SELECT h.record_id FROM lease h
            WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id IN (SELECT id FROM due) AND h.expires_at <= now()
            ORDER BY h.record_id FOR UPDATE),
         ended AS (
           DELETE FROM lease h USING run_out o
            WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = o.record_id
           RETURNING h.*),
         judged AS MATERIALIZED (
           SELECT e.*, d.source_id AS record_source_id, d.kind, d.external_key, d.connection_id, d.sync_status,
                  row_number() OVER (ORDER BY e.claimed_at, e.record_id)::int AS place,
                  NOT EXISTS (SELECT FROM sync_attempt a WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.id = d.last_attempt_id
                                                          AND a.received_at >= e.claimed_at) AS is_silent
             FROM ended e JOIN due d ON d.id = e.record_id),
         noted AS (
           INSERT INTO sync_attempt (tenant_id, id, source_id, external_id, api_key_id, record_id, record_source_id, kind,
                                     external_key, content_version, connection_id, outcome, attempted_at, content_hash)
           SELECT ${ctx.tenantId}::uuid, (${ids}::uuid[])[j.place], j.source_id, 'claim ' || j.claim_id || ' ' || j.record_id,
                  c.api_key_id, j.record_id, j.record_source_id, j.kind, j.external_key, j.content_version, j.connection_id, 3,
                  j.claimed_at, sha256(convert_to(j.claim_id || ' ' || j.record_id, 'UTF8'))
             FROM judged j JOIN claim c ON c.tenant_id = ${ctx.tenantId}::uuid AND c.id = j.claim_id
            WHERE j.is_silent
           ON CONFLICT (tenant_id, source_id, external_id) DO NOTHING),
         doubted AS (
           UPDATE sync_record r SET is_in_doubt = true, version = r.version + 1, updated_at = now()
             FROM judged j
            WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = j.record_id AND j.is_silent AND r.sync_status = 0)
    SELECT claim_id AS "claimId", record_id AS "recordId", kind, is_silent AS "isSilent", sync_status AS "syncStatus"
      FROM judged`;
  await auditSilent(ctx, tx, rows);
  if (rows.length > 0) await notifyRecordsChanged(ctx, tx, [...new Set(rows.map(({ kind }) => kindOf(kind)))]);
  // Nobody holds them any more, so those that are pending wait anew.
  const records = rows.map(({ recordId, syncStatus }) => ({ recordId, before: syncStatus, isRenewed: true }));
  await announceChanges(ctx, tx, { records, failedAttemptIds: [] });
  return rows.length;
}

/** Nobody did it: time did. So the event is Tieout's own, whoever's call came upon it. */
async function auditSilent(ctx: Ctx, tx: TenantTx, rows: readonly Ended[]): Promise<void> {
  const byClaim = Map.groupBy(
    rows.filter(({ isSilent }) => isSilent),
    ({ claimId }) => claimId,
  );
  const own = { ...ctx, actor: { type: 'job', id: null, name: 'leases' } as const, address: null };
  const entries = [...byClaim].map(
    ([id, silent]): AuditEntry => ({
      action: 'claim.ran_out',
      subject: { type: 'claim', id },
      after: { records: silent.length },
    }),
  );
  await recordAudit(own, tx, entries);
}
