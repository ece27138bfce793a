import type { Role, Scope } from './permissions.ts';

type Words = { label: string; does: string };

/** What each role is called, and what it gives or takes. */
export const ROLE_WORDS: Record<Role, Words> = {
  accounting_sync: {
    label: 'Accounting Sync',
    does: 'Opens the sync history and every record, sets statuses, imports files, clears the inbox and exports to Excel.',
  },
  hide_export_to_excel: {
    label: 'Hide Export To Excel',
    does: 'Takes away the export to Excel and every other file of records or of the audit log. All else stays.',
  },
  admin: {
    label: 'Admin',
    does: 'Manages people, API keys, hooks, webhooks and settings, and reads the audit log. Opens records only together with Accounting Sync.',
  },
};

/** What each scope of an API key is called, and what it lets a sync job do. */
export const SCOPE_WORDS: Record<Scope, Words> = {
  'records:read': { label: 'Read records', does: 'Lists records and reads each with its attempts and events.' },
  'records:write': { label: 'Send records', does: 'Creates and updates the documents to be synced.' },
  'records:status': {
    label: 'Set statuses',
    does: 'Moves records to Pending, Complete or Failed, within the rules that hold for members.',
  },
  'attempts:write': { label: 'Report attempts', does: 'Reports what became of each try to sync.' },
  'claims:write': {
    label: 'Claim records',
    does: 'Takes pending records to write them to the ledger, holds them for a time, and gives them back.',
  },
  'reference:read': {
    label: 'Read reference data',
    does: 'Lists the accounts, names and codes of the source systems.',
  },
  'reference:write': {
    label: 'Send reference data',
    does: 'Creates and updates the accounts, names and codes of its source.',
  },
  'connections:report': {
    label: 'Report links',
    does: 'Says how the sync job’s own link to a ledger is: whether its token works, and what the ledger answered.',
  },
  'webhooks:write': {
    label: 'Subscribe to webhooks',
    does: 'Makes and removes webhooks, which are sent the records that change, with their amounts and messages.',
  },
};
