import type { Actor, Cause, Retry } from './causes.ts';

/** What a cause is called on a chip and in a heading. */
export const CAUSE_LABEL: Record<Cause, string> = {
  rate_limit: 'Too many requests',
  subscription_lapsed: 'Subscription ended',
  plan_tier: 'Not in the plan',
  provider_outage: 'Ledger not available',
  insufficient_scope: 'Connection may not do this',
  connection_revoked: 'Connection ended',
  token_expired: 'Sign-in ran out',
  wrong_company: 'Wrong company',
  insufficient_permission: 'User may not do this',
  closed_period: 'Closed period',
  stale_object: 'Changed meanwhile',
  duplicate_document: 'Number already used',
  duplicate_name: 'Name already used',
  locked_document: 'Locked by a payment',
  voided_or_deleted: 'Voided or deleted',
  source_not_syncable: 'Not ready to sync',
  currency: 'Currency',
  amount_mismatch: 'Amounts do not agree',
  inactive_reference: 'Something is inactive',
  unsynced_dependency: 'Waits for another record',
  missing_tax_mapping: 'Tax code missing',
  missing_tracking_mapping: 'Class or tracking missing',
  missing_item_mapping: 'Item missing',
  missing_account_mapping: 'Account missing',
  missing_contact_mapping: 'Customer or vendor missing',
  contact_mismatch: 'Customer or vendor does not fit',
  invalid_data: 'A field is wrong',
  unknown: 'Cause not known',
};

/** Who must act. */
export const ACTOR_LABEL: Record<Actor, string> = {
  accountant: 'Accountant',
  clerk: 'Whoever enters the document',
  admin: 'Administrator of the ledger',
  source_vendor: 'Vendor of the source system',
  nobody: 'Nobody: it waits',
};

/** Whether trying again helps. */
export const RETRY_LABEL: Record<Retry, string> = {
  never: 'Trying again as it is never helps',
  after_fix: 'Try again after the fix',
  auto: 'Trying again later helps by itself',
  once: 'Try once more by hand to see',
};
