import type { DocumentSide } from '#lib/duplicates/compare-documents.ts';

type Fields = Partial<DocumentSide>;

/** Documents of a ledger, and whether the first two are one that was entered twice; the rest is what else is there. */
export type LabelledDocuments = { documents: DocumentSide[]; isDuplicate: boolean };

/** One document, twice: what the first has, what the second has otherwise, what else there is. */
const TWICE: readonly (readonly [Fields, Fields, ...Fields[]])[] = [
  [{}, {}],
  [{ number: 'INV-1001' }, { number: '1001' }],
  [{ number: 'INV-1001' }, { number: 'inv 1001' }],
  [{ number: 'INV-1001' }, { number: 'INV1001-1' }],
  [{ number: 'INV-1001' }, { number: 'INV-001001' }],
  [{ number: 'INV-1001' }, { number: '#1001' }],
  [{ number: 'INV-10452' }, { number: 'INV-10542' }],
  [{ number: 'INV-10452' }, { number: 'INV-1052' }],
  [{ number: 'INV-10452' }, { number: 'INV-19452' }],
  [{ number: 'INV-10O2' }, { number: 'INV-1002' }],
  [{ number: 'INV-1001', isSynced: true }, { number: null }],
  [
    { number: 'INV-1001', isSynced: true },
    { number: null, date: '2026-10-03' },
  ],
  [{ number: null }, { number: null }],
  [{ date: '2026-10-01' }, { date: '2026-10-04' }],
  [{ date: '2026-10-01' }, { date: '2026-10-18' }],
  [{ date: null }, {}],
  [{ party: 'Acme Freight' }, { party: 'ACME  FREIGHT' }],
  [{ party: 'Hollis & Byrne' }, { party: 'Hollis and Byrne' }],
  [{ number: 'INV-1001' }, { number: 'INV-1001 COPY' }],
  [
    { number: 'PRO 88121', kind: 'bill' },
    { number: '88121', kind: 'bill' },
  ],
  [
    { number: '88121', total: '-250.00' },
    { number: '88121', total: '-250.0000' },
  ],
  [
    {},
    {},
    { number: 'X-2', date: '2026-09-01' },
    { number: 'X-3', date: '2026-08-01' },
    { number: 'X-4', date: '2026-07-01' },
  ],
  // Only somebody who knows that the party never changes its name can tell.
  [{ party: 'Acme Freight' }, { party: 'Acme Freight LLC' }],
];

/** Two documents. */
const TWO: readonly (readonly [Fields, Fields, ...Fields[]])[] = [
  [{ number: 'INV-1001' }, { number: 'INV-1002' }],
  [{ number: 'INV-1001' }, { number: 'INV-1001', total: '1250.01' }],
  [{ number: 'INV-1001' }, { number: 'INV-1001', party: 'Zebra Foods' }],
  [{ number: 'INV-1001' }, { number: 'INV-1001', currency: 'CAD' }],
  [{ number: 'INV-1001' }, { number: 'INV-1001', kind: 'bill' }],
  [{ number: 'INV-1001-1' }, { number: 'INV-1001-2' }],
  [{ number: '2025-1001' }, { number: '2026-1001' }],
  [{ number: 'INV-1001' }, { number: 'CN-1001' }],
  [{ number: 'INV-1021' }, { number: 'INV-1031' }],
  [{ number: 'A-17' }, { number: 'A-71' }],
  [
    { number: null, date: '2026-10-01' },
    { number: null, date: '2026-11-01' },
  ],
  [
    { number: null, date: '2026-10-01' },
    { number: null, date: '2026-10-08' },
  ],
  [{ number: null }, { number: null }, { number: null, date: '2026-10-02' }, { number: null, date: '2026-10-03' }],
  [{ number: 'INV-1001' }, { number: null }, { number: 'INV-1002' }, { number: 'INV-1003' }],
  [
    { number: 'ACC-4471', date: '2026-08-01' },
    { number: 'ACC-4471', date: '2026-09-01' },
    { number: 'ACC-4471', date: '2026-10-01' },
  ],
  [
    { number: 'INV-10452' },
    { number: 'INV-10542' },
    { number: 'INV-10453' },
    { number: 'INV-10460' },
    { number: 'INV-10471' },
  ],
  [
    { number: 'INV-1001', total: '0.00' },
    { number: 'INV-1001', total: '0' },
  ],
  [
    { number: 'INV-1001', date: '2026-01-05' },
    { number: '1001', date: '2026-06-05' },
  ],
  [{ number: 'SHP-5001' }, { number: 'SHP-9387' }],
  [
    { number: 'INV-1001', reference: '77' },
    { number: 'INV-1001', reference: '77' },
  ],
];

/** Every labelled set. What a row does not name is the same in all. */
export const LABELLED_DOCUMENTS: readonly LabelledDocuments[] = [
  ...TWICE.map((row) => labelled(row, true)),
  ...TWO.map((row) => labelled(row, false)),
];

function labelled([first, second, ...rest]: readonly Fields[], isDuplicate: boolean): LabelledDocuments {
  return {
    isDuplicate,
    documents: [first, { ...first, ...second }, ...rest].map((one, place) => document(String(place), one)),
  };
}

/** A document; what a test does not name is of no matter. */
export function document(key: string, more: Fields = {}): DocumentSide {
  return {
    key,
    kind: 'invoice',
    party: 'Acme Retail',
    total: '1250.00',
    currency: 'USD',
    number: 'INV-1001',
    date: '2026-10-01',
    isSynced: false,
    reference: null,
    ...more,
  };
}
