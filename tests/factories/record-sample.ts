import fc from 'fast-check';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { KINDS, SYNC_STATUSES } from '#lib/records/kinds.ts';
import { AGES, FLAGS, NONE, type RecordFilter } from '#lib/records/list-contract.ts';
import { type ListedRecord, listedRecord } from './stored-records.ts';
import type { TestTenant } from './tenant.ts';

const NUMBERS = [null, 'INV-1', 'inv-10', 'INV-100', 'B%7', 'B_7', 'B\\7', "O'1", '"q"', '7', 'ö-1', '日本-1'];
const PARTIES = [null, 'Acme Retail', 'ACME Freight West', '100% Cargo_Co', 'back\\slash', "O'Neill", 'söhne', 'Zeta'];
const MESSAGES = [
  null,
  "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  'Period locked: 100% of entries_before 2026-10-01',
  `${'long '.repeat(500)}tail beyond the indexed part`,
];
const STATUSES = [null, 'Created', 'Approved', 'Void'];
const AMOUNTS = [null, '0.0000', '-12.5000', '100.0000', '100.0001', '999999999999999.9999'];
/** Around the ends of days in New York, on days of 23, 24 and 25 hours. */
const INSTANTS = [
  '2026-03-08T04:59:59.999Z',
  '2026-03-08T05:00:00.000Z',
  '2026-03-09T03:59:59.999Z',
  '2026-03-09T04:00:00.000Z',
  '2026-11-01T03:59:59.999Z',
  '2026-11-01T04:00:00.000Z',
  '2026-11-02T04:59:59.999Z',
  '2026-11-02T05:00:00.000Z',
  '2026-10-15T12:00:00.000Z',
];
const DAYS = ['2026-03-07', '2026-03-08', '2026-03-09', '2026-10-15', '2026-11-01', '2026-11-02'];

const from = <T>(...values: T[]) => fc.constantFrom(...values);

/** Any record of a list, with few values of each field, so that filters find some and ties are common. */
function anyRecord(tenant: TestTenant, sources: readonly string[]): fc.Arbitrary<ListedRecord> {
  return fc
    .record({
      kind: from(...KINDS),
      source_id: from(...sources),
      connection_id: from(null, tenant.connectionId),
      number: from(...NUMBERS),
      amount: from(...AMOUNTS),
      currency: from('USD', 'CAD'),
      payer: from(...PARTIES),
      billing_org: from(...PARTIES),
      shipment_id: from(null, 'SHP-20931', 'shp_2'),
      source_status: from(...STATUSES),
      document_date: from(null, ...DAYS),
      content_version: from(1, 2),
      sync_status: from(0 as const, 1 as const, 2 as const),
      sync_date: from(...INSTANTS),
      pending_since: from(...INSTANTS),
      error_message: from(...MESSAGES),
      reference_number: from(null, 'REF-77', '1087'),
      synced_amount: from(...AMOUNTS),
      synced_currency: from('USD', 'CAD'),
      synced_at: from(null, INSTANTS[0]!),
      synced_content_version: from(null, 1, 2),
      is_void: fc.boolean(),
      is_by_hand: fc.boolean(),
      is_tried_after_closing: fc.boolean(),
      has_two_references: fc.boolean(),
      is_in_doubt: fc.boolean(),
      excluded_at: from(null, null, null, INSTANTS[0]!),
    })
    .map((values) => listedRecord(tenant, { ...values, is_in_doubt: values.is_in_doubt && values.sync_status === 0 }));
}

/** The same records in every run, but for their ids. */
export function sampleRecords(tenant: TestTenant, sources: readonly string[], count: number): ListedRecord[] {
  return fc.sample(anyRecord(tenant, sources), { numRuns: count, seed: 20_261_122 });
}

const SEARCHES = [
  '',
  'i',
  'IN',
  'b%',
  'B_7',
  'b\\7',
  "o'n",
  '100%',
  '%_c',
  'acme',
  'ACME f',
  'k\\s',
  'REF-77',
  '1087',
  'shp_2',
];
const MESSAGE_SEARCHES = [
  'quickbooks',
  'entries_b',
  'tail beyond',
  'period LOCKED',
  'nothing has this',
  '  acme  ',
  '日本-',
];

/** Any filter over such records. */
export function anyFilter(slugs: readonly string[], connectionId: string): fc.Arbitrary<RecordFilter> {
  const mostly = <T>(usual: T, ...others: T[]) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: from(usual, ...others) });
  return fc.record({
    kinds: fc.oneof(fc.constant([...KINDS]), fc.subarray([...KINDS], { minLength: 1 })),
    syncStatus: from(...SYNC_STATUSES, 'all' as const),
    syncedFrom: mostly<string | null>(null, ...DAYS),
    syncedTo: mostly<string | null>(null, ...DAYS),
    documentFrom: mostly<string | null>(null, ...DAYS),
    documentTo: mostly<string | null>(null, ...DAYS),
    search: mostly('', ...SEARCHES, ...MESSAGE_SEARCHES),
    payer: mostly('', 'acme', '100%', '_c', "'", '\\'),
    billingOrg: mostly('', 'FREIGHT', '%', 'söh'),
    sources: mostly<string[]>([], [slugs[0]!], [...slugs], ['nobody']),
    sourceStatuses: mostly<string[]>([], ['Created'], ['Created', 'Void'], ['created']),
    flags: mostly<RecordFilter['flags']>([], ...FLAGS.map((flag) => [flag]), ['differs', 'by_hand']),
    age: mostly<RecordFilter['age']>(null, ...AGES),
    currency: mostly<string | null>(null, 'CAD', 'EUR', NONE),
    messageId: mostly<string | null>(
      null,
      NONE,
      ...MESSAGES.flatMap((text) => (text === null ? [] : [errorMessageId(text)])),
    ),
    cause: mostly<RecordFilter['cause']>(null, NONE, 'closed_period', 'unknown'),
    connection: mostly<string | null>(null, NONE, connectionId),
    outageId: fc.constant(null),
    problemId: fc.constant(null),
    forecast: fc.constant(null),
    excluded: mostly<RecordFilter['excluded']>('no', 'only'),
  });
}
