import { z } from 'zod';
import { REVIEW_PERIODS } from '#lib/reviews/review-contract.ts';

/** What a tenant decides for itself. */
export const tenantSettingsSchema = z.strictObject({
  /** Only admins may move more than one record to Complete at once. */
  isBulkCompleteForAdmins: z.boolean().default(false),
  /** How often Tieout asks somebody to review and sign how the business stands. */
  reviewEvery: z.enum(REVIEW_PERIODS).default('quarter'),
});
export type TenantSettings = z.output<typeof tenantSettingsSchema>;

/** Takes what is stored of a tenant's settings; gives them whole. Throws if somebody stored something else. */
export function readTenantSettings(stored: unknown): TenantSettings {
  return tenantSettingsSchema.parse(stored ?? {});
}
