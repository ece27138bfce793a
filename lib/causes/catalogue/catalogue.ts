import type { Cause } from '../causes.ts';
import { CONNECTION_ENTRIES } from './connection.ts';
import { DOCUMENT_ENTRIES } from './documents.ts';
import type { CatalogueEntry } from './entry.ts';
import { REFERENCE_ENTRIES } from './references.ts';
import { SERVICE_ENTRIES } from './service.ts';

/** What there is to say of each cause. */
export const CATALOGUE: Record<Cause, CatalogueEntry> = {
  ...CONNECTION_ENTRIES,
  ...SERVICE_ENTRIES,
  ...DOCUMENT_ENTRIES,
  ...REFERENCE_ENTRIES,
};

/** Gives where the catalogue speaks of a cause. */
export function catalogueHref(cause: Cause): string {
  return `/errors/${cause.replaceAll('_', '-')}`;
}

/** Gives the steps of a cause in one text, for where there is room for one. */
export function remedyOf(cause: Cause): string {
  return CATALOGUE[cause].steps
    .map(
      (step, at) =>
        `${at + 1}. ${typeof step === 'string' ? step : `QuickBooks Online: ${step.qbo} Xero: ${step.xero}`}`,
    )
    .join(' ');
}

/** The causes as the catalogue lists them. */
export const CATALOGUE_GROUPS: readonly { title: string; causes: readonly Cause[] }[] = [
  { title: 'Connection and rights', causes: Object.keys(CONNECTION_ENTRIES) as Cause[] },
  { title: 'The ledger as a service', causes: Object.keys(SERVICE_ENTRIES) as Cause[] },
  { title: 'The document', causes: Object.keys(DOCUMENT_ENTRIES) as Cause[] },
  { title: 'What the document points at', causes: Object.keys(REFERENCE_ENTRIES) as Cause[] },
];
