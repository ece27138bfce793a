import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { deleteView } from '#lib/views/delete-view.ts';
import { findOwnView, findView } from '#lib/views/find-view.ts';
import { listViews } from '#lib/views/list-views.ts';
import { saveView } from '#lib/views/save-view.ts';
import { setDefaultView } from '#lib/views/set-default-view.ts';
import { updateView } from '#lib/views/update-view.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/views: views belong to people, so a person acts. */
export const VIEW_CASES: Record<string, Case> = {
  listViews: (own) => listViews(personOf(own), 'invoice'),
  findView: (own, other) => personOf(own).transaction((tx) => findView(personOf(own), tx, other.viewId)),
  findOwnView: (own, other) => personOf(own).transaction((tx) => findOwnView(personOf(own), tx, other.viewId)),
  saveView: (own) =>
    saveView(personOf(own), {
      kind: 'invoice',
      name: 'New',
      isShared: true,
      content: { query: '', movingRange: null, columns: '' },
    }),
  updateView: (own, other) => updateView(personOf(own), { id: other.viewId, version: 1, name: 'changed' }),
  deleteView: (own, other) => deleteView(personOf(own), other.viewId),
  setDefaultView: (own, other) =>
    setDefaultView(personOf(own), { id: other.viewId, whose: 'tenant', isDefault: false }),
};

/** The act of a tenant's own admin. */
function personOf({ tenant, personId }: FilledTenant): Ctx {
  const permissions = permissionsOfRoles(['accounting_sync', 'admin']);
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: personId, name: 'Robin' },
    permissions,
    requestId: 'test',
    address: null,
  });
}
