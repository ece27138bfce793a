import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { AuditAction, AuditSubjectType } from './actions.ts';

export type AuditEntry = {
  action: AuditAction;
  subject: { type: AuditSubjectType; id: string | null };
  before?: unknown;
  after?: unknown;
  note?: string | null;
};

type AuditSource = Pick<Ctx, 'tenantId' | 'actor' | 'requestId' | 'address'>;

const COLUMNS: readonly Column<AuditEntry>[] = [
  ['id', 'uuid', newId],
  ['action', 'text', ({ action }) => action],
  ['subject_type', 'text', ({ subject }) => subject.type],
  ['subject_id', 'uuid', ({ subject }) => subject.id],
  ['before', 'json', ({ before }) => before],
  ['after', 'json', ({ after }) => after],
  ['note', 'text', ({ note }) => note],
];

/** Appends events to the tenant's audit log, in the transaction of the change itself. One statement for any number. */
export async function recordAudit(ctx: AuditSource, tx: TenantTx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`${auditInsert(ctx, Prisma.sql`SELECT * FROM ${recordset('e', entries, COLUMNS)}`)}`;
}

/**
 * Gives the statement that appends the events which a relation of (id, action, subject_type, subject_id, before, after,
 * note) holds: for work over many rows, whose events never leave the database.
 */
export function auditInsert(ctx: AuditSource, events: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO audit_event (tenant_id, id, actor_type, actor_id, actor_name, address, action, subject_type, subject_id,
                             before, after, note, correlation_id)
    SELECT ${ctx.tenantId}::uuid, e.id, ${ctx.actor.type}, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${ctx.address},
           e.action, e.subject_type, e.subject_id, e.before, e.after, e.note, ${ctx.requestId}
      FROM (${events}) e`;
}
