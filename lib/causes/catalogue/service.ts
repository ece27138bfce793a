import type { CatalogueOf } from './entry.ts';

/** The ledger as a service. */
export const SERVICE_ENTRIES: CatalogueOf<'rate_limit' | 'subscription_lapsed' | 'plan_tier' | 'provider_outage'> = {
  rate_limit: {
    meaning: 'The sync job asked the ledger too often in a short time. Nothing is wrong with the document.',
    examples: [
      ['qbo', 'message=ThrottleExceeded; errorCode=003001; statusCode=429'],
      ['xero', 'API Limit has been reached'],
      ['other', 'Max number of allowed requests per hour reached: 20000.'],
    ],
    steps: ['Wait a minute; after a daily limit wait until the next day.', 'The job tries again by itself.'],
    prevention: 'Spread large syncs over the night, and do not run two jobs against one company at once.',
  },
  subscription_lapsed: {
    meaning: 'The company’s subscription to the ledger ended or was not paid. Its books can be read and not written.',
    examples: [
      ['qbo', 'Subscription period has ended or canceled or there was a billing problem'],
      ['xero', 'Make sure your Xero subscription is still active and try publishing again.'],
    ],
    steps: [
      {
        qbo: 'As the primary administrator open Settings, Subscriptions and billing, and settle what is due.',
        xero: 'As the subscriber open the organisation’s menu, Subscription and billing, and settle what is due.',
      },
      'Open the company once to see that it can be written again.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Let billing notices of the ledger go to more than one person.',
  },
  plan_tier: {
    meaning: 'The company’s plan does not hold this feature, or its limit for the month is used up.',
    examples: [
      ['xero', 'You have reached the limit of invoices you can approve.'],
      ['qbo', 'Feature Not Supported Error'],
      ['other', 'No more credits to execute a scenario'],
    ],
    steps: [
      {
        qbo: 'Look at the plan under Settings, Subscriptions and billing: classes and projects need Plus, for example.',
        xero: 'Look at the plan under Subscription and billing: the smallest ones approve 20 invoices and 5 bills a month.',
      },
      'Upgrade, or wait until the month ends if it is a monthly limit.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Compare the number of documents a month with the plan’s limit before it is reached.',
  },
  provider_outage: {
    meaning: 'The ledger did not answer, or answered that something went wrong on its own side.',
    examples: [
      ['qbo', 'message=InternalServerError; errorCode=003100; statusCode=500'],
      ['xero', '503 Service Temporarily Unavailable'],
      ['other', 'The operation timed out.'],
    ],
    steps: [
      'Look at the provider’s status page.',
      'Before anything is sent again, look in the ledger whether the document arrived all the same.',
      'The job tries again by itself, more and more slowly.',
    ],
    prevention: 'Nothing you can do; a job that sends an idempotency key can’t write a document twice.',
  },
};
