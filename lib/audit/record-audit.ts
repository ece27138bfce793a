import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
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

/** Appends events to the tenant's audit log, in the transaction of the change itself. One statement for any number. */
export async function recordAudit(ctx: AuditSource, tx: TenantTx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    id: newId(),
    action: entry.action,
    subject_type: entry.subject.type,
    subject_id: entry.subject.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    note: entry.note ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO audit_event (tenant_id, id, actor_type, actor_id, actor_name, address, action, subject_type, subject_id,
                             before, after, note, correlation_id)
    SELECT ${ctx.tenantId}::uuid, e.id, ${ctx.actor.type}, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${ctx.address},
           e.action, e.subject_type, e.subject_id, e.before, e.after, e.note, ${ctx.requestId}
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS e(id uuid, action text, subject_type text, subject_id uuid, before json, after json, note text)`;
}
