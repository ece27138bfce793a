import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readTenantSettings, type TenantSettings } from './tenant-settings.ts';

/** Gives the tenant's settings; whoever may see its records, or change the settings, may know its rules. */
export function getTenantSettings(ctx: Ctx): Promise<TenantSettings> {
  requirePermission(ctx, ctx.permissions.has('settings:manage') ? 'settings:manage' : 'record:read');
  return ctx.transaction((tx) => tenantSettings(ctx, tx));
}

/** Reads the tenant's settings within a transaction, for verbs that go by them. */
export async function tenantSettings(ctx: Ctx, tx: TenantTx): Promise<TenantSettings> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: ctx.tenantId }, select: { settings: true } });
  return readTenantSettings(tenant.settings);
}
