import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
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
  await tx.$executeRaw`
    INSERT INTO audit_event (tenant_id, actor_type, actor_id, actor_name, address, correlation_id,
                             id, action, subject_type, subject_id, before, after, note)
    SELECT ${ctx.tenantId}::uuid, ${ctx.actor.type}, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${ctx.address},
           ${ctx.requestId}, e.*
      FROM ${recordset('e', entries, COLUMNS)}`;
}
