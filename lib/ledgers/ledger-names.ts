export const LEDGERS = ['qbo', 'xero'] as const;
export type Ledger = (typeof LEDGERS)[number];

export const LEDGER_ENVIRONMENTS = ['production', 'sandbox', 'demo'] as const;
export type LedgerEnvironment = (typeof LEDGER_ENVIRONMENTS)[number];

/** How people call each ledger, and what it calls a company. */
export const LEDGER_WORDS: Record<Ledger, { name: string; company: string }> = {
  qbo: { name: 'QuickBooks Online', company: 'company' },
  xero: { name: 'Xero', company: 'organisation' },
};
