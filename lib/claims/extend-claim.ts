import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { extendRequest, parseRequest } from './claim-request.ts';
import { findOwnClaim } from './claimant.ts';

/** What a claim still holds. What it took and is not here is lost: the job leaves it alone. */
export type HeldRecords = { id: string; records: { id: string; leaseUntil: string }[] };

/**
 * Holds the records of a claim longer, all or some of them. What has run out or was reported stays so, and is not among
 * those answered. Throws `not_found`, `invalid_input`.
 */
export async function extendClaim(ctx: Ctx, id: string, body: unknown): Promise<HeldRecords> {
  requirePermission(ctx, 'claim:write');
  const { leaseSeconds, recordIds } = parseRequest(extendRequest, body);
  return ctx.transaction(async (tx) => {
    const claimId = await findOwnClaim(ctx, tx, id);
    const rows = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
      WITH held AS MATERIALIZED (
             SELECT record_id FROM lease
              WHERE tenant_id = ${ctx.tenantId}::uuid AND claim_id = ${claimId}::uuid AND expires_at > now() ${named(recordIds)}
              ORDER BY record_id FOR UPDATE)
      UPDATE lease h SET expires_at = greatest(h.expires_at, now() + make_interval(secs => ${leaseSeconds}::int))
        FROM held
       WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = held.record_id
      RETURNING h.record_id AS id, h.expires_at AS "expiresAt"`;
    if (rows.length > 0) {
      const after = { records: rows.length, leaseSeconds };
      await recordAudit(ctx, tx, [{ action: 'claim.extended', subject: { type: 'claim', id: claimId }, after }]);
      await notifyRecordsChanged(ctx, tx, KINDS);
    }
    return {
      id: claimId,
      records: rows.map((row) => ({ id: row.id, leaseUntil: row.expiresAt.toISOString() })),
    };
  });
}

function named(recordIds: readonly string[] | undefined): Prisma.Sql {
  return recordIds === undefined ? Prisma.empty : Prisma.sql`AND record_id = ANY (${[...recordIds]}::uuid[])`;
}
