import type { ReferenceType } from '#lib/reference/reference-contract.ts';

type Example = { sourceId: string; name: string; code?: string } & Record<string, unknown>;

/** An item of each type as the documentation shows it. */
export const REFERENCE_EXAMPLES: Record<ReferenceType, Example> = {
  account: {
    sourceId: 'acc_5100',
    code: '5100',
    name: 'Fuel',
    accountType: 'Expense',
    parent: 'acc_5000',
    currency: 'USD',
  },
  vendor: {
    sourceId: 'ven_17',
    name: 'Acme Corp',
    email: 'billing@acme.example',
    taxNumber: '12-3456789',
    currency: 'USD',
  },
  customer: {
    sourceId: 'cus_42',
    code: 'ACR',
    name: 'Acme Retail',
    email: 'ap@acme-retail.example',
    phone: '+1 555 0100',
  },
  item: {
    sourceId: 'item_linehaul',
    code: 'LINEHAUL',
    name: 'Linehaul',
    itemType: 'Service',
    unitAmount: '1.85',
    salesAccount: '4000',
  },
  tax_code: { sourceId: 'tax_ny', code: 'NY', name: 'New York sales tax', rate: '8.875', taxType: 'Sales' },
  tracking: {
    sourceId: 'trk_region',
    name: 'Region',
    options: [{ name: 'East', code: 'E' }, { name: 'West' }],
  },
};
