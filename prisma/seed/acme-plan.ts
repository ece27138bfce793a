import { parties, type TenantPlan } from './plan.ts';

const CUSTOMERS = [
  'Brightwater Foods', 'Lakeshore Home Goods', 'Prairie State Steel', 'Northgate Packaging', 'Hollis & Byrne Furniture',
  'Cedar Rapids Milling', 'Vantage Auto Parts', 'Blue Heron Beverage', 'Kestrel Outdoor Supply', 'Midland Paper Company',
  'Summit Ridge Building Products', 'Harbor Point Seafood', 'Ironwood Tool & Die', 'Great Plains Seed', 'Maple Leaf Grocers',
  'Okanagan Orchards Co-op', 'Fairmont Textiles', 'Delgado Produce', 'Juniper Health Supplies', 'Redstone Aggregates',
  'Pinnacle Pet Nutrition', 'Wexford Chemicals', 'Sandhill Solar', 'Copperfield Electrical', 'Tri-County Dairy Marketing',
  'Orchard Lane Toys', 'Beacon Medical Devices', 'Stonebridge Wine Imports', 'Canyon Creek Apparel', 'Whitaker Plumbing Wholesale',
  'Riverton Glass', 'Eastfield Nurseries', 'Nordic Timber Trading', 'Bluegrass Distillers', 'Calloway Lighting',
  'Merrimack Marine', 'Silverton Mining Supply', 'Quill & Anchor Books', 'Thornbury Ceramics', 'Westbrook Fitness',
];

const VENDORS = [
  'Cross Prairie Trucking', 'Redline Drayage LLC', 'Buckeye Carriers', 'Lone Star Reefer Lines', 'Ozark Mountain Transport',
  'J. Petrov Trucking', 'Interlake Intermodal', 'Highland Flatbed', 'Two Rivers Logistics', 'Desert Sun Expedite',
  'Great Lakes Cartage', 'Prairie Wind Carriers', 'Bayou Bulk Haulers', 'Northern Star Freightways', 'Saskatoon Express Lines',
  'Golden Valley Transfer', 'Mora & Sons Hauling', 'Patriot Line Haul', 'Timberline Tank Lines', 'Coastal Bend Carriers',
  'Sunrise Team Drivers', 'Keystone Container Service', 'Blackhawk Power Only', 'Gateway Lumper Services', 'Roadrunner Tire & Repair',
  'Mid-Continent Fuel', 'Windy City Warehousing', 'Axle & Spring Truck Repair', 'Certified Scale & Toll', 'Heartland Trailer Leasing',
  'Sentinel Cargo Insurance', 'FleetWash Midwest', 'Dakota Permit Services', 'Ramos Customs Brokerage', 'Union Pallet Exchange',
];

/** Acme Freight: a broker in Chicago that runs a TMS, BILL and some Zaps beside QuickBooks Online. */
export const acmePlan: TenantPlan = {
  seed: 0xac3e,
  slug: 'acme',
  name: 'Acme Freight',
  timeZone: 'America/Chicago',
  currency: 'USD',
  locale: 'en-US',
  ledger: 'qbo',
  company: { id: '9130357849271846', name: 'Acme Freight Inc.' },
  sources: [
    { slug: 'tms', name: 'TMS', attemptPrefix: 'SY' },
    { slug: 'bill', name: 'BILL', attemptPrefix: 'bill-sync-' },
    { slug: 'zapier', name: 'Zapier', attemptPrefix: 'zap-' },
  ],
  sourcesOf: {
    invoice: [
      { slug: 'tms', weight: 0.94 },
      { slug: 'zapier', weight: 0.06 },
    ],
    invoice_payment: [
      { slug: 'tms', weight: 0.72 },
      { slug: 'zapier', weight: 0.28 },
    ],
    bill: [
      { slug: 'tms', weight: 0.7 },
      { slug: 'bill', weight: 0.3 },
    ],
    bill_payment: [
      { slug: 'bill', weight: 0.85 },
      { slug: 'tms', weight: 0.15 },
    ],
  },
  billingOrgs: ['Acme Freight West', 'Acme Freight Midwest', 'Acme Freight East'],
  customers: parties(CUSTOMERS, 'USD', {
    'Maple Leaf Grocers': { currency: 'CAD' },
    'Okanagan Orchards Co-op': { currency: 'CAD' },
    'Nordic Timber Trading': { currency: 'CAD' },
    'Lakeshore Home Goods': { trouble: { cause: 'inactive_reference', sinceDaysAgo: 17, untilDaysAgo: 0 } },
    'Kestrel Outdoor Supply': { trouble: { cause: 'duplicate_name', sinceDaysAgo: 9, untilDaysAgo: 0 } },
    'Vantage Auto Parts': { trouble: { cause: 'missing_tracking', sinceDaysAgo: 74, untilDaysAgo: 66 } },
  }),
  vendors: parties(VENDORS, 'USD', {
    'Saskatoon Express Lines': { currency: 'CAD' },
    'Redline Drayage LLC': { trouble: { cause: 'missing_expense_account', sinceDaysAgo: 20, untilDaysAgo: 0 } },
    'Desert Sun Expedite': { trouble: { cause: 'vendor_currency', sinceDaysAgo: 11, untilDaysAgo: 0 } },
    'Buckeye Carriers': { trouble: { cause: 'missing_expense_account', sinceDaysAgo: 160, untilDaysAgo: 149 } },
  }),
  invoiceShape: {
    main: [
      { description: 'Linehaul', unitFrom: 42_000, unitTo: 465_000, quantityTo: 1, accountCode: '4000', itemCode: 'LINEHAUL' },
      { description: 'Linehaul, team expedited', unitFrom: 210_000, unitTo: 890_000, quantityTo: 1, accountCode: '4000', itemCode: 'EXPEDITE' },
      { description: 'Drayage', unitFrom: 28_500, unitTo: 98_000, quantityTo: 1, accountCode: '4010', itemCode: 'DRAYAGE' },
    ],
    more: [
      { description: 'Fuel surcharge', unitFrom: 3_900, unitTo: 62_500, quantityTo: 1, accountCode: '4020', itemCode: 'FUEL' },
      { description: 'Detention, hours', unitFrom: 6_500, unitTo: 8_500, quantityTo: 5, accountCode: '4030', itemCode: 'DETENTION' },
      { description: 'Lumper fee', unitFrom: 9_000, unitTo: 31_000, quantityTo: 1, accountCode: '4040', itemCode: 'LUMPER' },
      { description: 'Liftgate delivery', unitFrom: 7_500, unitTo: 12_500, quantityTo: 2, accountCode: '4040', itemCode: 'LIFTGATE' },
      { description: 'Layover, days', unitFrom: 25_000, unitTo: 25_000, quantityTo: 2, accountCode: '4030', itemCode: 'LAYOVER' },
    ],
    creditNote: 'Credit: detention disputed by customer',
  },
  billShape: {
    main: [
      { description: 'Carrier linehaul', unitFrom: 35_000, unitTo: 388_000, quantityTo: 1, accountCode: '5000', itemCode: null },
      { description: 'Container drayage', unitFrom: 22_000, unitTo: 79_000, quantityTo: 1, accountCode: '5010', itemCode: null },
    ],
    more: [
      { description: 'Fuel surcharge', unitFrom: 3_100, unitTo: 52_000, quantityTo: 1, accountCode: '5020', itemCode: null },
      { description: 'Detention, hours', unitFrom: 5_000, unitTo: 7_000, quantityTo: 4, accountCode: '5030', itemCode: null },
      { description: 'Tolls and scales', unitFrom: 1_150, unitTo: 14_800, quantityTo: 1, accountCode: '5040', itemCode: null },
    ],
    creditNote: 'Vendor credit: cargo claim',
  },
  invoiceCount: 5_000,
  billCount: 3_300,
  paidShare: { invoice: 0.95, bill: 0.93 },
  numbers: {
    invoice: { prefix: 'INV-', start: 10_001 },
    invoice_payment: { prefix: 'PMT-', start: 30_118 },
    bill: { prefix: 'BILL-', start: 5_001 },
    bill_payment: { prefix: 'ACH-', start: 77_204 },
    invoiceCredit: { prefix: 'CM-', start: 1_020 },
    billCredit: { prefix: 'VC-', start: 610 },
    job: { prefix: 'SHP-', start: 20_001 },
  },
  trackingName: 'Branch',
  taxRates: { CAD: { code: 'GST', ratePercent: 5 } },
  lastingCauses: {
    invoice: [
      { item: 'duplicate_number', weight: 5 },
      { item: 'inactive_reference', weight: 3 },
      { item: 'missing_tracking', weight: 3 },
      { item: 'missing_item', weight: 2 },
      { item: 'missing_customer', weight: 3 },
      { item: 'sales_tax', weight: 2 },
      { item: 'invalid_email', weight: 2 },
      { item: 'amount_mismatch', weight: 1 },
      { item: 'deleted', weight: 1 },
      { item: 'too_long', weight: 1 },
    ],
    invoice_payment: [
      { item: 'not_linkable', weight: 5 },
      { item: 'deposited', weight: 3 },
      { item: 'deleted', weight: 2 },
      { item: 'missing_customer', weight: 1 },
    ],
    bill: [
      { item: 'missing_expense_account', weight: 6 },
      { item: 'duplicate_number', weight: 4 },
      { item: 'inactive_reference', weight: 2 },
      { item: 'missing_tracking', weight: 2 },
      { item: 'duplicate_name', weight: 2 },
      { item: 'vendor_currency', weight: 1 },
    ],
    bill_payment: [
      { item: 'not_linkable', weight: 4 },
      { item: 'missing_bank_account', weight: 2 },
      { item: 'deleted', weight: 2 },
      { item: 'permission', weight: 1 },
    ],
  },
  passingCauses: [
    { item: 'rate_limit', weight: 5 },
    { item: 'stale_object', weight: 3 },
    { item: 'outage', weight: 2 },
    { item: 'token_expired', weight: 1 },
  ],
};
