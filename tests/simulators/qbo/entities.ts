/** Documents: what sync jobs write. */
export const ENTITIES = ['Invoice', 'Bill', 'Payment', 'BillPayment'] as const;
/** Lists, whose rows can be made inactive. */
export const LISTS = [
  'Account',
  'Customer',
  'Vendor',
  'Item',
  'TaxCode',
  'Class',
  'Department',
  'CompanyCurrency',
] as const;

export type Entity = (typeof ENTITIES)[number];
export type ListName = (typeof LISTS)[number];
export type EntityName = Entity | ListName;

/** A row as the ledger holds it, with the fields that it is given. */
export type LedgerRow = Record<string, unknown> & {
  Id: string;
  SyncToken: string;
  MetaData: { CreateTime: string; LastUpdatedTime: string };
  Active?: boolean;
};

/** A document as the ledger holds it. */
export type LedgerDocument = LedgerRow & { TotalAmt: number; PrivateNote?: string };

const NAMES: readonly EntityName[] = [...ENTITIES, ...LISTS];

/** The entity of a name in whatever case, as addresses and statements have it; null for none of these. */
export function entityNamed(name: string): EntityName | null {
  return NAMES.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Whether it is one of the lists. */
export function isList(name: EntityName): name is ListName {
  return LISTS.some((list) => list === name);
}
