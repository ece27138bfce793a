import type { Ctx } from '#lib/access/context.ts';
import { type Actor, type Cause, causeFacts, isCause } from '#lib/causes/causes.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { GuidedStep } from './guidance-contract.ts';
import { type LookedScope, lookedRecords } from './looked-records.ts';

/** What failed records fail of: how many, and in whose words. */
export type FailureCause = { cause: Cause; who: Actor; records: number; message: string };

const MESSAGE_MAX = 1_000;

type Group = { cause: string; message: string | null; records: number };

/** Gives what the failed records fail of, as each was diagnosed, the most frequent cause first, with its usual words. */
export async function readFailureCauses(ctx: Ctx, tx: TenantTx, scope: LookedScope): Promise<FailureCause[]> {
  const groups = await tx.$queryRaw<Group[]>`
    SELECT coalesce(r.cause, 'unknown') AS cause, mode() WITHIN GROUP (ORDER BY left(coalesce(r.error_message, r.error_code), ${MESSAGE_MAX}::int)) AS message,
           count(*)::int AS records
      FROM (${lookedRecords(ctx, scope, [2])}) r WHERE NOT r.is_by_hand
     GROUP BY 1 ORDER BY count(*) DESC, 1`;
  return groups.map(({ cause: stored, message, records }) => {
    const cause = isCause(stored) ? stored : 'unknown';
    return { cause, who: causeFacts(cause).who, records, message: message ?? 'no message' };
  });
}

/** The steps that a cause speaks for, the likeliest first. */
export const STEPS_OF_CAUSE: Record<Cause, readonly GuidedStep[]> = {
  rate_limit: ['quota', 'limits'],
  subscription_lapsed: ['plan', 'authorised'],
  plan_tier: ['plan'],
  provider_outage: ['authorised', 'proof_of_life'],
  insufficient_scope: ['permissions', 'job_link'],
  connection_revoked: ['job_link', 'authorised'],
  token_expired: ['job_link', 'authorised', 'expiry'],
  wrong_company: ['right_company', 'job_link'],
  insufficient_permission: ['permissions', 'job_link'],
  closed_period: ['document_periods', 'closed_periods'],
  stale_object: ['duplicates'],
  duplicate_document: ['duplicates'],
  duplicate_name: ['contact_names', 'contacts'],
  locked_document: ['document_periods', 'duplicates'],
  voided_or_deleted: ['source_status'],
  source_not_syncable: ['source_status'],
  currency: ['preferences', 'plan'],
  amount_mismatch: ['amounts'],
  inactive_reference: ['mapping', 'reference_data'],
  unsynced_dependency: ['source_status'],
  missing_tax_mapping: ['mapping', 'reference_data'],
  missing_tracking_mapping: ['mapping', 'reference_data'],
  missing_item_mapping: ['mapping', 'reference_data'],
  missing_account_mapping: ['mapping', 'reference_data'],
  missing_contact_mapping: ['contact_names', 'contacts'],
  contact_mismatch: ['contact_names', 'contacts'],
  invalid_data: [],
  unknown: [],
};
