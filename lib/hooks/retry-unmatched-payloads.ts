import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { wakeHookWork } from './wake-worker.ts';

/** So many of those that wait longest are looked at in one go. */
const LOOKED_AT_MAX = 1_000;
/** What did not fit so often, though a record seemed to, is left to people. */
const TRIES_MAX = 5;

/**
 * Lets the worker look again at payloads that waited for a record which came meanwhile: one of the hook's source, with the
 * number or id that the payload says. Gives how many. For the worker; people use `runPayloadsAgain`.
 */
export async function retryUnmatchedPayloads(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'attempt:write');
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ hookId: string; payloads: number }[]>`
      WITH waiting AS MATERIALIZED (
             SELECT p.id, p.hook_id, p.received_at, lower(p.mapped ->> 'record.number') AS number_key,
                    p.mapped ->> 'record.sourceId' AS external_key, s.id AS source_id
               FROM hook_payload p
               JOIN hook h ON h.tenant_id = p.tenant_id AND h.id = p.hook_id AND h.revoked_at IS NULL
               JOIN source own ON own.tenant_id = h.tenant_id AND own.id = h.source_id
               JOIN source s ON s.tenant_id = h.tenant_id AND s.slug = coalesce(p.mapped ->> 'record.source', own.slug)
              WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.state = 'unmatched' AND p.tries < ${TRIES_MAX}::int
              ORDER BY p.id LIMIT ${LOOKED_AT_MAX}::int),
           came AS (
             SELECT w.id FROM waiting w
              WHERE EXISTS (SELECT FROM sync_record r
                             WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY (${[...KINDS]}::text[])
                               AND r.source_id = w.source_id AND r.number_key = w.number_key AND r.created_at > w.received_at)
                 OR EXISTS (SELECT FROM sync_record r
                             WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY (${[...KINDS]}::text[])
                               AND r.source_id = w.source_id AND r.external_key = w.external_key AND r.created_at > w.received_at)),
           again AS (
             UPDATE hook_payload p SET state = 'received', claimed_until = NULL
               FROM came c
              WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = c.id AND p.state = 'unmatched'
             RETURNING p.hook_id)
      SELECT hook_id AS "hookId", count(*)::int AS payloads FROM again GROUP BY hook_id`;
    if (rows.length === 0) return 0;
    const events = rows.map(
      ({ hookId, payloads }): AuditEntry => ({
        action: 'hook.payloads_run_again',
        subject: { type: 'hook', id: hookId },
        after: { payloads },
      }),
    );
    await recordAudit(ctx, tx, events);
    await wakeHookWork(tx);
    return rows.reduce((sum, { payloads }) => sum + payloads, 0);
  });
}
