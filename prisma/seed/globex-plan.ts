import { parties, type TenantPlan } from './plan.ts';

const CUSTOMERS = [
  'Harbourside Strata Management', 'Bondi Cold Storage', 'Illawarra Fresh Markets', 'Wattle Grove Constructions', 'Parramatta City Depot',
  'Kookaburra Kitchens', 'Southern Cross Pharmacies', 'Hunter Valley Cellars', 'Blue Mountains Joinery', 'Tasman Seafoods NZ',
  'Aotearoa Timber Group', 'Gosford Garden Supplies', 'Penrith Steel Merchants', 'Eastern Suburbs Early Learning', 'Newcastle Port Services',
  'Banksia Aged Care', 'Murray & Finch Interiors', 'Kiwi Orchard Exports', 'Riverina Rice Growers', 'Pacific Rim Trading Inc',
  'Coogee Surf Wholesale', 'Dubbo Farm Machinery', 'Lithgow Coal Handling', 'Ryde Community Clubs', 'Wollongong Tile Centre',
];

const VENDORS = [
  "O'Brien Electrical Marrickville", 'Coastline Cartage', 'Nguyen Brothers Plumbing', 'Bass Strait Freighters', 'Redgum Pallets',
  'Sydney Forklift Hire', 'Tyre Right Smithfield', 'Ace Refrigeration Services', 'Darling Harbour Customs', 'Ridgeway Diesel Mechanics',
  'Kiwi Linehaul NZ', 'Western Plains Couriers', 'Anzac Bridge Tolls', 'Ironbark Roofing', 'Blacktown Signs',
  'Metro Waste Removal', 'Cutting Edge Glaziers', 'Sharp & Co Painters', 'Fuelmax Cards', 'Pacific Container Parks',
];

/** Globex Logistics: carriers and trades in Sydney that run AroFlo and Make beside Xero. */
export const globexPlan: TenantPlan = {
  seed: 0x610b,
  slug: 'globex',
  name: 'Globex Logistics',
  timeZone: 'Australia/Sydney',
  currency: 'AUD',
  locale: 'en-AU',
  ledger: 'xero',
  company: { id: '6f2b1f0e-4a5c-4d0e-9b7a-2c8d53e1a974', name: 'Globex Logistics Pty Ltd' },
  sources: [
    { slug: 'aroflo', name: 'AroFlo', attemptPrefix: 'AF' },
    { slug: 'make', name: 'Make', attemptPrefix: 'exec-' },
  ],
  sourcesOf: {
    invoice: [
      { slug: 'aroflo', weight: 0.93 },
      { slug: 'make', weight: 0.07 },
    ],
    invoice_payment: [
      { slug: 'aroflo', weight: 0.4 },
      { slug: 'make', weight: 0.6 },
    ],
    bill: [
      { slug: 'aroflo', weight: 0.8 },
      { slug: 'make', weight: 0.2 },
    ],
    bill_payment: [{ slug: 'make', weight: 1 }],
  },
  billingOrgs: ['Globex Logistics Sydney', 'Globex Logistics Newcastle'],
  customers: parties(CUSTOMERS, 'AUD', {
    'Tasman Seafoods NZ': { currency: 'NZD' },
    'Aotearoa Timber Group': { currency: 'NZD' },
    'Kiwi Orchard Exports': { currency: 'NZD' },
    'Pacific Rim Trading Inc': { currency: 'USD' },
    'Wattle Grove Constructions': { trouble: { cause: 'inactive_reference', sinceDaysAgo: 15, untilDaysAgo: 0 } },
    'Southern Cross Pharmacies': { trouble: { cause: 'missing_tracking', sinceDaysAgo: 96, untilDaysAgo: 88 } },
  }),
  vendors: parties(VENDORS, 'AUD', {
    'Kiwi Linehaul NZ': { currency: 'NZD' },
    'Nguyen Brothers Plumbing': { trouble: { cause: 'account_code', sinceDaysAgo: 19, untilDaysAgo: 0 } },
  }),
  invoiceShape: {
    main: [
      { description: 'Cartage', unitFrom: 22_000, unitTo: 318_000, quantityTo: 1, accountCode: '200', itemCode: 'CARTAGE' },
      { description: 'Labour, hours', unitFrom: 9_900, unitTo: 14_300, quantityTo: 14, accountCode: '205', itemCode: 'LABOUR' },
      { description: 'Pallet storage, weeks', unitFrom: 4_400, unitTo: 8_800, quantityTo: 12, accountCode: '210', itemCode: 'STORAGE' },
    ],
    more: [
      { description: 'Call-out fee', unitFrom: 9_350, unitTo: 18_150, quantityTo: 1, accountCode: '205', itemCode: 'CALLOUT' },
      { description: 'Materials', unitFrom: 1_870, unitTo: 96_300, quantityTo: 1, accountCode: '215', itemCode: null },
      { description: 'Tail-lift delivery', unitFrom: 6_600, unitTo: 9_900, quantityTo: 3, accountCode: '200', itemCode: 'TAILLIFT' },
    ],
    creditNote: 'Credit: job variation not approved',
  },
  billShape: {
    main: [
      { description: 'Subcontract labour, hours', unitFrom: 7_700, unitTo: 11_000, quantityTo: 16, accountCode: '310', itemCode: null },
      { description: 'Linehaul subcontract', unitFrom: 18_000, unitTo: 264_000, quantityTo: 1, accountCode: '315', itemCode: null },
    ],
    more: [
      { description: 'Materials', unitFrom: 1_430, unitTo: 71_500, quantityTo: 1, accountCode: '320', itemCode: null },
      { description: 'Plant hire, days', unitFrom: 16_500, unitTo: 28_600, quantityTo: 3, accountCode: '325', itemCode: null },
    ],
    creditNote: 'Supplier credit: goods returned',
  },
  invoiceCount: 2_300,
  billCount: 1_400,
  paidShare: { invoice: 0.94, bill: 0.92 },
  numbers: {
    invoice: { prefix: 'AF-', start: 12_001 },
    invoice_payment: { prefix: 'RCT-', start: 8_120 },
    bill: { prefix: 'SI-', start: 3_301 },
    bill_payment: { prefix: 'EFT-', start: 9_140 },
    invoiceCredit: { prefix: 'CN-', start: 410 },
    billCredit: { prefix: 'SC-', start: 205 },
    job: { prefix: 'JOB-', start: 30_412 },
  },
  trackingName: 'Region',
  taxRates: { AUD: { code: 'OUTPUT', ratePercent: 10 } },
  lastingCauses: {
    invoice: [
      { item: 'duplicate_number', weight: 4 },
      { item: 'account_code', weight: 4 },
      { item: 'tax_type', weight: 4 },
      { item: 'missing_tracking', weight: 3 },
      { item: 'contact_name_taken', weight: 2 },
      { item: 'inactive_reference', weight: 2 },
      { item: 'item_code', weight: 2 },
      { item: 'invalid_email', weight: 1 },
      { item: 'line_total', weight: 1 },
    ],
    invoice_payment: [
      { item: 'exceeds_outstanding', weight: 4 },
      { item: 'not_authorised', weight: 3 },
      { item: 'not_found', weight: 2 },
    ],
    bill: [
      { item: 'account_code', weight: 5 },
      { item: 'tax_type', weight: 4 },
      { item: 'contact_name_taken', weight: 3 },
      { item: 'inactive_reference', weight: 2 },
      { item: 'currency', weight: 1 },
    ],
    bill_payment: [
      { item: 'not_authorised', weight: 4 },
      { item: 'exceeds_outstanding', weight: 3 },
      { item: 'not_found', weight: 1 },
    ],
  },
  passingCauses: [
    { item: 'rate_limit', weight: 5 },
    { item: 'outage', weight: 2 },
    { item: 'token_expired', weight: 2 },
  ],
};
