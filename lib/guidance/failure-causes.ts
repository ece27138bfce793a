import type { Ctx } from '#lib/access/context.ts';
import type { Actor, Cause } from '#lib/causes/causes.ts';
import { CONFIDENT, diagnose } from '#lib/causes/diagnose.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { GuidedStep } from './guidance-contract.ts';
import { type LookedScope, lookedRecords } from './looked-records.ts';

/** So many different messages are diagnosed; the rest are the rarest. */
const MESSAGES_MAX = 400;
/** Refusals name what is wrong at their beginning. */
const MESSAGE_MAX = 4_000;

/** What failed records fail of: how many, and in whose words. */
export type FailureCause = { cause: Cause; who: Actor; records: number; message: string };

type Group = { code: string | null; message: string | null; kind: string; records: number };

/** Diagnoses what failed lately; gives the causes, the most frequent first. What is not sure counts as unknown. */
export async function readFailureCauses(ctx: Ctx, tx: TenantTx, scope: LookedScope): Promise<FailureCause[]> {
  const groups = await tx.$queryRaw<Group[]>`
    SELECT error_code AS code, left(error_message, ${MESSAGE_MAX}::int) AS message, min(kind) AS kind, count(*)::int AS records
      FROM (${lookedRecords(ctx, scope, [2])}) r WHERE NOT r.is_by_hand
     GROUP BY 1, 2 ORDER BY 4 DESC LIMIT ${MESSAGES_MAX}::int`;
  const causes = new Map<Cause, FailureCause>();
  for (const { code, message, kind, records } of groups) {
    const told = diagnose({ kind, errorCode: code, errorMessage: message });
    const cause = told.confidence >= CONFIDENT ? told.cause : 'unknown';
    const known = causes.get(cause);
    if (known !== undefined) known.records += records;
    else {
      const who = cause === told.cause ? told.who : 'source_vendor';
      causes.set(cause, { cause, who, records, message: message ?? code ?? 'no message' });
    }
  }
  return [...causes.values()].toSorted((a, b) => b.records - a.records);
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
