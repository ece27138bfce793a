import type { Ctx } from '#lib/access/context.ts';
import { instantsOf } from '#lib/core/dates.ts';
import { firstIdAt, isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { SUBJECT_TYPES } from './action-words.ts';
import { type AuditFilter, JOBS } from './list-contract.ts';

/** An id is made within so long of its event's time, also where two computers' clocks differ. */
const ID_MARGIN_MS = 60 * 60_000;
/** A number may be several records', of each kind and source. */
const SUBJECTS_MAX = 200;

/**
 * Gives the one condition over `audit_event e` for list and export. Each part of it is a range of an index that ends in
 * the id, so that a page reads little more than its rows: time is a range of ids first, since ids begin with it.
 */
export async function eventConditions(ctx: Ctx, tx: TenantTx, filter: AuditFilter): Promise<Prisma.Sql> {
  const { actor, action, subjectType, subject } = filter;
  // How rare an actor or an act is decides which index is walked, so a plan for any value will not do.
  await tx.$executeRaw`SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`;
  const parts = [Prisma.sql`e.tenant_id = ${ctx.tenantId}::uuid`];
  if (actor === JOBS) parts.push(Prisma.sql`e.actor_id IS NULL`);
  else if (actor !== null) parts.push(Prisma.sql`e.actor_id = ${actor}::uuid`);
  if (action !== null) parts.push(Prisma.sql`e.action = ${action}::varchar`);
  if (subjectType !== null) parts.push(Prisma.sql`e.subject_type = ${subjectType}::varchar`);
  if (subject !== '') parts.push(await subjectCondition(ctx, tx, subject));
  const { from, before } = instantsOf({ from: filter.from, to: filter.to }, ctx.tenant.timeZone);
  if (from !== null) {
    const least = firstIdAt(from.getTime() - ID_MARGIN_MS);
    parts.push(Prisma.sql`e.id >= ${least}::uuid AND e.at >= ${from}::timestamptz`);
  }
  if (before !== null) {
    const most = firstIdAt(before.getTime() + ID_MARGIN_MS);
    parts.push(Prisma.sql`e.id < ${most}::uuid AND e.at < ${before}::timestamptz`);
  }
  return Prisma.join(parts, ' AND ');
}

/** What a text names; no type is left out, since the index begins with it. */
async function subjectCondition(ctx: Ctx, tx: TenantTx, subject: string): Promise<Prisma.Sql> {
  const found = isId(subject) ? [{ type: null, id: subject }] : await subjectsNamed(ctx, tx, subject);
  const ids = found.map(({ id }) => id);
  const types = found.some(({ type }) => type === null) ? SUBJECT_TYPES : [...new Set(found.map(({ type }) => type))];
  return Prisma.sql`e.subject_type = ANY (${types}::varchar[]) AND e.subject_id = ANY (${ids}::uuid[])`;
}

type Named = { type: string | null; id: string };

function subjectsNamed(ctx: Ctx, tx: TenantTx, name: string): Promise<Named[]> {
  return tx.$queryRaw<Named[]>`
    (SELECT 'record' AS type, id FROM sync_record
      WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ANY ('{invoice,invoice_payment,bill,bill_payment}'::text[])
        AND number_key = lower(${name}) LIMIT ${SUBJECTS_MAX}::int)
    UNION ALL
    (SELECT 'key', id FROM api_key
      WHERE tenant_id = ${ctx.tenantId}::uuid AND (prefix = ${name} OR lower(name) = lower(${name})) LIMIT ${SUBJECTS_MAX}::int)
    UNION ALL
    (SELECT 'hook', id FROM hook
      WHERE tenant_id = ${ctx.tenantId}::uuid AND lower(name) = lower(${name}) LIMIT ${SUBJECTS_MAX}::int)
    UNION ALL
    (SELECT 'import', id FROM import_run
      WHERE tenant_id = ${ctx.tenantId}::uuid AND lower(file_name) = lower(${name}) ORDER BY id DESC LIMIT ${SUBJECTS_MAX}::int)
    UNION ALL
    (SELECT 'webhook', id FROM webhook_subscription
      WHERE tenant_id = ${ctx.tenantId}::uuid AND url = ${name} LIMIT ${SUBJECTS_MAX}::int)
    UNION ALL
    (SELECT 'person', u.id FROM membership m JOIN app_user u ON u.id = m.user_id
      WHERE m.tenant_id = ${ctx.tenantId}::uuid AND (u.email = lower(${name}) OR lower(u.name) = lower(${name}))
      LIMIT ${SUBJECTS_MAX}::int)`;
}
