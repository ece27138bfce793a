import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';
import { parseRequest, releaseRequest } from './claim-request.ts';
import { findOwnClaim } from './claimant.ts';

/** Which records a claim gave back. */
export type ReleasedRecords = { id: string; released: string[] };

/**
 * Gives records of a claim back, all or some of them: the job says that it wrote nothing, so that they are not in doubt,
 * and the next claim may take them. A reason is kept with each record. Throws `not_found`, `invalid_input`.
 */
export async function releaseClaim(ctx: Ctx, id: string, body: unknown): Promise<ReleasedRecords> {
  requirePermission(ctx, 'claim:write');
  const { recordIds, reason = null } = parseRequest(releaseRequest, body);
  return ctx.transaction(async (tx) => {
    const claimId = await findOwnClaim(ctx, tx, id);
    const named = recordIds === undefined ? Prisma.empty : Prisma.sql`AND record_id = ANY (${recordIds}::uuid[])`;
    const rows = await tx.$queryRaw<{ id: string; kind: string; syncStatus: number }[]>`
      WITH held AS MATERIALIZED (
             SELECT record_id FROM lease
              WHERE tenant_id = ${ctx.tenantId}::uuid AND claim_id = ${claimId}::uuid ${named}
              ORDER BY record_id FOR UPDATE),
           given AS (
             DELETE FROM lease h USING held
              WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = held.record_id
             RETURNING h.record_id)
      SELECT r.id, r.kind, r.sync_status AS "syncStatus" FROM given g JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = g.record_id`;
    if (rows.length > 0) {
      const ofRecords = rows.map(
        (row): AuditEntry => ({ action: 'record.released', subject: { type: 'record', id: row.id }, note: reason }),
      );
      const ofClaim: AuditEntry = {
        action: 'claim.released',
        subject: { type: 'claim', id: claimId },
        after: { records: rows.length },
        note: reason,
      };
      await recordAudit(ctx, tx, [ofClaim, ...(reason === null ? [] : ofRecords)]);
      await notifyRecordsChanged(ctx, tx, [...new Set(rows.map(({ kind }) => kindOf(kind)))]);
      const records = rows.map((row) => ({ recordId: row.id, before: row.syncStatus, isRenewed: true }));
      await announceChanges(ctx, tx, { records, failedAttemptIds: [] });
    }
    return { id: claimId, released: rows.map((row) => row.id) };
  });
}
