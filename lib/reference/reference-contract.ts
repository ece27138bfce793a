/** What a source system's reference data is of. */
export const REFERENCE_TYPES = ['account', 'vendor', 'customer', 'item', 'tax_code', 'tracking'] as const;
export type ReferenceType = (typeof REFERENCE_TYPES)[number];

/** How each type is called in an address, and by people. */
export const REFERENCE_WORDS: Record<ReferenceType, { slug: string; one: string; many: string }> = {
  account: { slug: 'accounts', one: 'account', many: 'Accounts' },
  vendor: { slug: 'vendors', one: 'vendor', many: 'Vendors' },
  customer: { slug: 'customers', one: 'customer', many: 'Customers' },
  item: { slug: 'items', one: 'item', many: 'Items' },
  tax_code: { slug: 'tax-codes', one: 'tax code', many: 'Tax codes' },
  tracking: { slug: 'tracking', one: 'tracking category', many: 'Tracking' },
};

/** Takes the name of a type in an address; gives the type, or null. */
export function typeOfSlug(slug: string): ReferenceType | null {
  return REFERENCE_TYPES.find((type) => REFERENCE_WORDS[type].slug === slug) ?? null;
}

/** What an item has besides its name: values as they were sent, by the names of the API; what it lacks is left out. */
export type ReferenceDetails = Record<string, unknown>;

/** One item as it is stored. */
export type ReferenceItem = {
  id: string;
  type: ReferenceType;
  /** The slug of its source, and the source's own id of it. */
  source: string;
  sourceId: string;
  code: string | null;
  name: string;
  isActive: boolean;
  details: ReferenceDetails;
  /** When the source last sent it, and when it last was another than before. */
  seenAt: Date;
  updatedAt: Date;
};

/** Which items a list shows. */
export type ReferenceFilter = { type: ReferenceType; source: string | null; isActive: boolean | null; search: string };

export type ReferencePage = { items: ReferenceItem[]; nextCursor: string | null; previousCursor: string | null };

/** What became of one item of a call. */
export type ReferenceResult = {
  index: number;
  result: 'created' | 'updated' | 'unchanged' | 'rejected';
  id: string | null;
  errors?: readonly { field: string; message: string }[];
};

/** How far a whole replacement is. */
export type SnapshotState = {
  id: string;
  /** So many different items carry it. */
  received: number;
  isComplete: boolean;
  /** So many were made inactive, since it does not hold them. */
  deactivated: number;
};

export type PutReferenceResult = { results: ReferenceResult[]; snapshot: SnapshotState | null };
