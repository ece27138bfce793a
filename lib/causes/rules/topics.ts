import type { Cause } from '../causes.ts';
import type { Thing } from './states.ts';

/**
 * What a failure is most likely about where no rule and no state is found and only a thing is named. It is a guess and
 * shown as one: better than "unknown" to group by, never enough to act on.
 */
export const TOPICS: Partial<Record<Thing, Cause>> = {
  currency: 'currency',
  tax: 'missing_tax_mapping',
  tracking: 'missing_tracking_mapping',
  item: 'missing_item_mapping',
  account: 'missing_account_mapping',
  email: 'contact_mismatch',
  contact: 'missing_contact_mapping',
};

/** How sure such a guess is, on the scale of Strength. */
export const TOPIC_STRENGTH = 0.6;
