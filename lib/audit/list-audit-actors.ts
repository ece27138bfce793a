import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { AuditActor } from './list-contract.ts';

const ACTORS_MAX = 500;

/**
 * Gives everybody who stands in the log, also those who left, under the name of the last act. It steps from actor to
 * actor through the index, so that it reads as many rows as there are actors, not as there are events.
 */
export function listAuditActors(ctx: Ctx): Promise<AuditActor[]> {
  requirePermission(ctx, 'audit:read');
  return ctx.transaction(
    (tx) => tx.$queryRaw<AuditActor[]>`
      WITH RECURSIVE actor AS (
        (SELECT actor_id, 1 AS place FROM audit_event
          WHERE tenant_id = ${ctx.tenantId}::uuid AND actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
        UNION ALL
        SELECT (SELECT e.actor_id FROM audit_event e
                 WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.actor_id > a.actor_id ORDER BY e.actor_id LIMIT 1), a.place + 1
          FROM actor a WHERE a.actor_id IS NOT NULL AND a.place < ${ACTORS_MAX}::int
      )
      SELECT last.type, a.actor_id AS id, last.name
        FROM actor a
        JOIN LATERAL (SELECT e.actor_type AS type, e.actor_name AS name FROM audit_event e
                       WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.actor_id = a.actor_id ORDER BY e.id DESC LIMIT 1) last ON true
       WHERE a.actor_id IS NOT NULL
       ORDER BY last.type DESC, lower(last.name), a.actor_id`,
  );
}
