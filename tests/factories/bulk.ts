import type { Ctx } from '#lib/access/context.ts';
import { makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles, type Role } from '#lib/access/permissions.ts';
import type { BulkOperation, BulkSelection, OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from './administrator.ts';
import { makeMembership, makePerson } from './people.ts';
import type { TestTenant } from './tenant.ts';

/** The act of a member who really is one, since the work done later asks again. */
export async function memberIn(tenant: TestTenant, roles: readonly Role[] = ['accounting_sync']): Promise<Ctx> {
  const person = await makePerson({ password: null });
  await makeMembership(tenant.info.id, person.id, roles);
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: person.id, name: person.name },
    permissions: permissionsOfRoles(roles),
    requestId: newId(),
    address: '192.0.2.7',
  });
}

/** Names records. */
export function named(records: readonly { id: string }[]): BulkSelection {
  return { by: 'ids', ids: records.map(({ id }) => id) };
}

/** Opens and starts an operation, with all that it needs. */
export async function runBulk(
  ctx: Ctx,
  act: OpenedAct,
  selection: BulkSelection,
  given: { reason?: string | null; referenceNumber?: string | null } = {},
): Promise<BulkOperation> {
  const { id, total } = await openBulkOperation(ctx, { ...act, selection });
  return startBulkOperation(ctx, { id, reason: 'Reconciled by hand', typedCount: total, ...given });
}

export type RecordEventRow = {
  subject_id: string;
  action: string;
  actor_id: string | null;
  actor_name: string;
  at: Date;
  before: unknown;
  after: unknown;
  note: string | null;
  correlation_id: string;
};

/** Reads the audit events of records, oldest first; of one operation if given. */
export function recordEvents(tenant: TestTenant, correlationId: string | null = null): Promise<RecordEventRow[]> {
  return asAdministrator<RecordEventRow>(
    `SELECT subject_id, action, actor_id, actor_name, at, before, after, note, correlation_id FROM audit_event
      WHERE tenant_id = $1 AND subject_type = 'record' AND ($2::text IS NULL OR correlation_id = $2) ORDER BY id`,
    [tenant.info.id, correlationId],
  );
}

/** Reads whole rows of records by id, generated columns too. */
export async function rowsOf(tenant: TestTenant, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  return asAdministrator('SELECT * FROM sync_record WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id', [
    tenant.info.id,
    ids,
  ]);
}
