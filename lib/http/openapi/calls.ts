import type { ApiCall, CallGroup } from './api-call.ts';
import { ATTEMPT_CALLS } from './attempt-calls.ts';
import { BULK_CALLS } from './bulk-calls.ts';
import { CLAIM_CALLS } from './claim-calls.ts';
import { CONNECTION_CALLS } from './connection-calls.ts';
import { CONTRACT_CALLS } from './contract-calls.ts';
import { DUPLICATE_CALLS } from './duplicate-calls.ts';
import { HOOK_CALLS } from './hook-calls.ts';
import { LEDGER_LIST_CALLS } from './ledger-list-calls.ts';
import { PROBLEM_CALLS } from './problem-calls.ts';
import { RECORD_CALLS } from './record-calls.ts';
import { REFERENCE_CALLS } from './reference-calls.ts';
import { WEBHOOK_CALLS } from './webhook-calls.ts';

/** The headings of the reference, in order. */
export const CALL_GROUPS: readonly CallGroup[] = [
  { name: 'Records', description: 'The invoices, bills and payments of the source system: sent, listed and read.' },
  { name: 'Attempts', description: 'What became of each try to write a record to the ledger.' },
  {
    name: 'Problems',
    description:
      'Failures by their cause and what they are about: what blocks how much, and what proved that it is over.',
  },
  { name: 'Claims', description: 'What a sync job is to write next, held for it alone while it does.' },
  { name: 'Statuses', description: 'Moving many records to another sync status, and following how it goes.' },
  { name: 'Hooks', description: 'Addresses that take outcomes in the sender’s own words, without a key.' },
  {
    name: 'Reference data',
    description:
      'The chart of accounts, names and codes of the source system, so that they can be compared with the ledger’s.',
  },
  {
    name: 'Connections',
    description:
      'The companies in ledgers and what their lists hold; and what a sync job knows of its own link to one.',
  },
  {
    name: 'Webhooks',
    description: 'Being told what happens instead of asking: subscribing an address, and what is sent to it.',
  },
  { name: 'Contract', description: 'The contract itself.' },
];

/** Every call there is; a route without its call here fails a test. */
export const CALLS: readonly ApiCall[] = [
  ...RECORD_CALLS,
  ...ATTEMPT_CALLS,
  ...PROBLEM_CALLS,
  ...CLAIM_CALLS,
  ...BULK_CALLS,
  ...HOOK_CALLS,
  ...REFERENCE_CALLS,
  ...CONNECTION_CALLS,
  ...LEDGER_LIST_CALLS,
  ...DUPLICATE_CALLS,
  ...WEBHOOK_CALLS,
  ...CONTRACT_CALLS,
];
