/** The four kinds of record, in the order of the tabs. */
export const KINDS = ['invoice', 'invoice_payment', 'bill', 'bill_payment'] as const;
export type Kind = (typeof KINDS)[number];

/** The three sync statuses; their place in this list is their number in the API and in the database. */
export const SYNC_STATUSES = ['pending', 'complete', 'failed'] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** What the comparison of the document's total with what the ledger accepted says. */
export const COMPARISONS = ['equal', 'differs', 'not_synced', 'not_compared'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** How each kind is called in an address of the history screen. */
export const TAB_OF_KIND: Record<Kind, string> = {
  invoice: 'invoices',
  invoice_payment: 'invoice-payments',
  bill: 'bills',
  bill_payment: 'bill-payments',
};

/** How people read each kind: one of it, and many. */
export const KIND_LABEL: Record<Kind, { one: string; many: string }> = {
  invoice: { one: 'Invoice', many: 'Invoices' },
  invoice_payment: { one: 'Invoice payment', many: 'Invoice Payments' },
  bill: { one: 'Bill', many: 'Bills' },
  bill_payment: { one: 'Bill payment', many: 'Bill Payments' },
};

/** How people read each status. */
export const STATUS_LABEL: Record<SyncStatus, string> = { pending: 'Pending', complete: 'Complete', failed: 'Failed' };

/** Takes the last part of a history address; gives the kind, or null for an unknown tab. */
export function kindOfTab(tab: string): Kind | null {
  return KINDS.find((kind) => TAB_OF_KIND[kind] === tab) ?? null;
}

/** Gives the status's number in the database and the API. */
export function statusNumber(status: SyncStatus): number {
  return SYNC_STATUSES.indexOf(status);
}

/** Takes a number from the database; throws if no status has it. */
export function statusOfNumber(number: number): SyncStatus {
  const status = SYNC_STATUSES[number];
  if (status === undefined) throw new RangeError(`No sync status has the number ${number}`);
  return status;
}

/** Total vs Synced is shown on sales and purchase documents, not on payments. */
export function isComparedKind(kind: Kind): boolean {
  return kind === 'invoice' || kind === 'bill';
}

/** Takes text from the database; throws if it is no kind. */
export function kindOf(text: string): Kind {
  const kind = KINDS.find((known) => known === text);
  if (kind === undefined) throw new RangeError(`No kind is called ${text}`);
  return kind;
}
