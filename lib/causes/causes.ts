/** Who must act so that a failure of a cause goes away; `nobody` means that it waits and passes by itself. */
export const ACTORS = ['accountant', 'clerk', 'admin', 'source_vendor', 'nobody'] as const;
export type Actor = (typeof ACTORS)[number];

/** Whether trying again helps: never as it is, after a fix, by itself after a delay, or once by hand to see. */
export type Retry = 'never' | 'after_fix' | 'auto' | 'once';

/** What a failure can be about. */
export type AboutType =
  | 'vendor'
  | 'customer'
  | 'contact'
  | 'account'
  | 'tax_code'
  | 'item'
  | 'tracking'
  | 'period'
  | 'currency'
  | 'document'
  | 'plan'
  | 'user';

type CauseFacts = { readonly retry: Retry; readonly who: Actor; readonly about: AboutType | null };

/**
 * The taxonomy, in the order in which causes win when one message shows several with the same strength: what stops the
 * whole connection comes before what stops one document, and tax comes before account.
 */
const FACTS = {
  rate_limit: { retry: 'auto', who: 'nobody', about: null },
  subscription_lapsed: { retry: 'after_fix', who: 'admin', about: 'plan' },
  plan_tier: { retry: 'after_fix', who: 'admin', about: 'plan' },
  provider_outage: { retry: 'auto', who: 'nobody', about: null },
  insufficient_scope: { retry: 'after_fix', who: 'admin', about: 'user' },
  connection_revoked: { retry: 'after_fix', who: 'admin', about: 'user' },
  token_expired: { retry: 'auto', who: 'nobody', about: 'user' },
  wrong_company: { retry: 'after_fix', who: 'admin', about: null },
  insufficient_permission: { retry: 'after_fix', who: 'admin', about: 'user' },
  closed_period: { retry: 'after_fix', who: 'accountant', about: 'period' },
  stale_object: { retry: 'auto', who: 'source_vendor', about: 'document' },
  duplicate_document: { retry: 'never', who: 'accountant', about: 'document' },
  duplicate_name: { retry: 'after_fix', who: 'accountant', about: 'contact' },
  locked_document: { retry: 'never', who: 'accountant', about: 'document' },
  voided_or_deleted: { retry: 'after_fix', who: 'accountant', about: 'document' },
  source_not_syncable: { retry: 'after_fix', who: 'clerk', about: 'document' },
  currency: { retry: 'after_fix', who: 'accountant', about: 'currency' },
  amount_mismatch: { retry: 'after_fix', who: 'accountant', about: 'document' },
  inactive_reference: { retry: 'after_fix', who: 'accountant', about: null },
  unsynced_dependency: { retry: 'auto', who: 'nobody', about: 'document' },
  missing_tax_mapping: { retry: 'after_fix', who: 'accountant', about: 'tax_code' },
  missing_tracking_mapping: { retry: 'after_fix', who: 'accountant', about: 'tracking' },
  missing_item_mapping: { retry: 'after_fix', who: 'accountant', about: 'item' },
  missing_account_mapping: { retry: 'after_fix', who: 'accountant', about: 'account' },
  missing_contact_mapping: { retry: 'after_fix', who: 'accountant', about: 'contact' },
  contact_mismatch: { retry: 'after_fix', who: 'accountant', about: 'contact' },
  invalid_data: { retry: 'after_fix', who: 'clerk', about: 'document' },
  unknown: { retry: 'once', who: 'source_vendor', about: null },
} as const satisfies Record<string, CauseFacts>;

export type Cause = keyof typeof FACTS;

/** The causes in the order in which they win. */
export const CAUSES = Object.keys(FACTS) as readonly Cause[];

/** Says whether a text names a cause of the taxonomy. */
export function isCause(text: string): text is Cause {
  return Object.hasOwn(FACTS, text);
}

/** Gives who acts on a cause, whether trying again helps, and what it is about unless the message says otherwise. */
export function causeFacts(cause: Cause): CauseFacts {
  return FACTS[cause];
}
