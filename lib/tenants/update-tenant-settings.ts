import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { readTenantSettings, type TenantSettings, tenantSettingsSchema } from './tenant-settings.ts';

/** Changes the settings that are given and leaves the others; gives them whole. Throws `invalid_input`. */
export async function updateTenantSettings(ctx: Ctx, input: Partial<TenantSettings>): Promise<TenantSettings> {
  requirePermission(ctx, 'settings:manage');
  const parsed = tenantSettingsSchema.partial().safeParse(input);
  if (!parsed.success) {
    const fields = fieldErrors(parsed.error);
    throw new AppError('invalid_input', { message: 'These settings are not as they should be.', fields });
  }
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name in input));
  return ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<[{ settings: unknown }]>`
      SELECT settings FROM tenant WHERE id = ${ctx.tenantId}::uuid FOR UPDATE`;
    const before = readTenantSettings(row.settings);
    const after = { ...before, ...given };
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    await tx.$executeRaw`UPDATE tenant SET settings = ${JSON.stringify(after)}::jsonb WHERE id = ${ctx.tenantId}::uuid`;
    const subject = { type: 'tenant', id: ctx.tenantId } as const;
    await recordAudit(ctx, tx, [{ action: 'tenant.settings_changed', subject, before, after }]);
    return after;
  });
}
