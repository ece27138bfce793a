import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { ViewContent } from './view-contract.ts';

export type StoredView = ViewContent & {
  id: string;
  kind: Kind;
  name: string;
  ownerId: string;
  isShared: boolean;
  isTenantDefault: boolean;
  version: number;
};

/** Gives the person who acts: views belong to people. Throws `forbidden` for keys and jobs. */
export function viewer(ctx: Ctx): string {
  if (ctx.actor.type === 'person') return ctx.actor.id;
  throw new AppError('forbidden', { message: 'Views belong to people.' });
}

/** Locks and gives a view that the person may see. Throws `not_found` for all others, of whatever tenant. */
export async function findView(ctx: Ctx, tx: TenantTx, id: string): Promise<StoredView> {
  const personId = viewer(ctx);
  const [view] = await tx.$queryRaw<StoredView[]>`
    SELECT id, kind, name, owner_id AS "ownerId", is_shared AS "isShared", is_tenant_default AS "isTenantDefault",
           query, moving_range AS "movingRange", columns, version
      FROM saved_view
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND (owner_id = ${personId}::uuid OR is_shared)
       FOR UPDATE`;
  if (view === undefined) throw notFound('This view');
  return view;
}

/** The same for changing it: its owner may, and of a shared view an admin. Throws `forbidden` for others. */
export async function findOwnView(ctx: Ctx, tx: TenantTx, id: string): Promise<StoredView> {
  const view = await findView(ctx, tx, id);
  if (view.ownerId === viewer(ctx) || ctx.permissions.has('settings:manage')) return view;
  throw new AppError('forbidden', { message: 'Only its owner or an admin can change a shared view.' });
}
