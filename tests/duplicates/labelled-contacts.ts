import type { ContactSide } from '#lib/duplicates/contact-evidence.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';

/** Two contacts, and whether a bookkeeper who knows them both would merge them. */
export type LabelledContacts = { ledger: Ledger; a: ContactSide; b: ContactSide; isDuplicate: boolean };

type Fields = Partial<ContactSide>;
type Row = readonly [a: string, b: string, aFields?: Fields, bFields?: Fields, ledger?: Ledger];

/** One business in the ledger twice. */
const TWICE: readonly Row[] = [
  ['Acme Freight', 'ACME FREIGHT'],
  ['Acme Freight', 'Acme  Freight '],
  ['Acme Freight', 'AcmeFreight'],
  ['Delgado Produce', 'Delgádo Produce'],
  ['Hollis & Byrne Furniture', 'Hollis and Byrne Furniture'],
  ['J. Petrov Trucking', 'J Petrov Trucking'],
  ['J.B. Hunt Transport', 'JB Hunt Transport, Inc.'],
  ['Northgate Packaging', 'Northgate Packaging LLC'],
  ['The Lumber Yard', 'Lumber Yard'],
  ['Sydney Forklift Hire', 'Sydney Forklift Hire Pty Ltd'],
  ['Ozark Mountain Transport', 'Ozark Mountian Transport'],
  ['Ozark Mountain Transport', 'Ozark Mountain Transprt'],
  ['Cedar Rapids Milling', 'Cedar Rapids Miling'],
  ['Kookaburra Kitchens', 'Kookabura Kitchens'],
  ['Prairie State Steel', 'Steel, Prairie State'],
  ['Wexford Chemicals Ltd', 'Wexford Chemical Ltd', { email: 'ap@wexford.example' }, { email: 'ap@wexford.example' }],
  ['Jon Smith', 'John Smith', { email: 'jon@smithhaul.example' }, { email: 'jon@smithhaul.example' }],
  [
    'Bondi Cold Storage',
    'Bondi Cold Storage (Sydney)',
    { email: 'accounts@bondicold.example' },
    { email: 'accounts@bondicold.example' },
  ],
  ['Illawarra Fresh Markets', 'Illawarra Fresh', { taxNumber: '51 824 753 556' }, { taxNumber: 'ABN 51824753556' }],
  ['Illawarra Fresh Markets', 'IFM', { taxNumber: '51 824 753 556' }, { taxNumber: '51824753556' }],
  ['Lakeshore Home Goods', 'LHG Distribution', { taxNumber: 'GB123456780' }, { taxNumber: '123456780' }],
  [
    'Robert Brown',
    'RB Haulage',
    { email: 'rob@rbhaul.example', phone: '(312) 555-0142' },
    { email: 'rob@rbhaul.example', phone: '+1 312 555 0142' },
  ],
  ['Juniper Health Supplies', 'Juniper Health', { phone: '02 9999 1420' }, { phone: '+61 2 9999 1420' }],
  [
    'Desert Sun Expedite',
    'DESERT SUN EXPEDITE',
    { email: 'ap@desertsun.example' },
    { email: 'billing@desertsun.example' },
  ],
  [
    'Desert Sun Expedite',
    'Desert Sun Expedite Inc',
    { email: 'ap@desertsun.example' },
    { email: 'dispatch@gmail.com' },
  ],
  ['Acme Freight', 'Acme Freight (2)', { phone: '312 555 0199' }, { phone: '3125550199' }],
  ['Société Générale Transports', 'Societe Generale Transports'],
  [
    'Müller Spedition GmbH',
    'Mueller Spedition GmbH',
    { email: 'buero@mueller-sped.example' },
    { email: 'buero@mueller-sped.example' },
  ],
  ['Coastline Cartage', 'Coast Line Cartage'],
  ["O'Brien Electrical Marrickville", 'O’Brien Electrical Marrickville'],
  [
    'Union Pallet Exchange',
    'Union Pallett Exchange',
    { email: 'ap@unionpallet.example' },
    { email: 'office@unionpallet.example' },
  ],
  ['Mora & Sons Hauling', 'Mora and Sons Hauling LLC', { code: 'V-118' }, { code: 'V-118' }],
  ['International Freight Services', 'IFS', { email: 'ar@ifs.example' }, { email: 'ar@ifs.example' }],
  ['Nguyen Brothers Plumbing', 'Nguyen Bros Plumbing', { taxNumber: '83 914 571 673' }, { taxNumber: '83914571673' }],
  // What only somebody who knows them can tell.
  ['Kestrel Outdoor Supply', 'Kestrel Outdoors'],
];

/** Two businesses, or one that is meant to be there twice. */
const TWO: readonly Row[] = [
  ['Acme Freight East', 'Acme Freight West'],
  ['Acme Freight East', 'Acme Freight West', { email: 'ap@acme.example' }, { email: 'ap@acme.example' }],
  ['Acme Freight', 'Acme Freight East', { email: 'ap@acme.example' }, { email: 'ap@acme.example' }],
  ['Costco Dallas', 'Costco Houston', { email: 'ap@costco.example' }, { email: 'ap@costco.example' }],
  ['Walmart Store 101', 'Walmart Store 102'],
  ['Walmart 101', 'Walmart 1011'],
  ['Southern Cross Haulage', 'Northern Cross Haulage'],
  ['Acme Retail', 'Acme Wholesale'],
  ['Acme Holdings Ltd', 'Acme Ltd', { email: 'ap@acme.example' }, { email: 'ap@acme.example' }],
  ['Delgado Produce', 'Delgado Produce', { taxNumber: '36-1234567' }, { taxNumber: '47-7654321' }],
  ['Delgado Produce', 'Delgado Produce', { taxNumber: 'XXXXX4567' }, { taxNumber: 'XXXXX4321' }],
  [
    'Acme Retail',
    'Acme Retail (CAD)',
    { currency: 'USD', email: 'ap@acme.example' },
    { currency: 'CAD', email: 'ap@acme.example' },
  ],
  ['Fast Haulage', 'Rapid Logistics', { email: 'pay@factor.example' }, { email: 'pay@factor.example' }],
  ['Green Line Carriers', 'Blue Ridge Trucking', { email: 'info@uship.example' }, { email: 'info@uship.example' }],
  ['Smith Trucking', 'Smith Plumbing'],
  ['Smith Trucking', 'Smithson Trucking'],
  ['Mario Lopez', 'Maria Lopez', { email: 'mario@gmail.com' }, { email: 'maria.l@yahoo.com' }],
  ['Delta Air', 'Delia Air', { phone: '312 555 0101' }, { phone: '404 555 0190' }],
  ['Acme Freight', 'Acme Freight: Job 12', {}, { parent: 'a', email: 'ap@acme.example' }],
  ['Harbor Logistics Inc', 'Harbor Logistics LLC', { email: 'a@harborinc.example' }, { email: 'b@harborllc.example' }],
  ['Acme', 'Acne'],
  ['ABC Transport', 'ABD Transport'],
  ['Texas Freight', 'Kansas Freight'],
  ['Pacific Transport', 'Atlantic Transport'],
  ['Lake Shore Inbound', 'Lake Shore Outbound'],
  ['Midwest Transport', 'Southwest Transport'],
  ['Smith & Sons', 'Smith & Daughters'],
  ['Trans Global Partners', 'Trans Global', { email: 'x@transglobal.example' }, { email: 'y@tgfreight.example' }],
  ['National Rail', 'International Rail'],
  ['Hunter Valley Cellars', 'Yarra Valley Cellars'],
  ['Wilson & Co', 'Wilton & Co', { email: 'a@wilson.example' }, { email: 'a@wilton.example' }],
  ['First Street Garage', 'Third Street Garage'],
];

/** Every labelled pair. What a row does not name is not known of the contact. */
export const LABELLED_CONTACTS: readonly LabelledContacts[] = [
  ...TWICE.map((row) => labelled(row, true)),
  ...TWO.map((row) => labelled(row, false)),
  { ...labelled(['Kestrel Outdoor Supply', 'Kestrel Outdoor Supply', { list: 'vendor' }], false) },
  labelled(
    ['Hunter Valley Cellars', 'Hunter Valley Cellars Pty Ltd', { currency: 'AUD' }, { currency: 'NZD' }, 'xero'],
    true,
  ),
];

function labelled([a, b, aFields, bFields, ledger = 'qbo']: Row, isDuplicate: boolean): LabelledContacts {
  return { ledger, a: contact('a', a, aFields), b: contact('b', b, bFields), isDuplicate };
}

/** A contact of which nothing but its name is known. */
export function contact(key: string, name: string, more: Fields = {}): ContactSide {
  return {
    key,
    list: 'customer',
    name,
    email: null,
    phone: null,
    taxNumber: null,
    code: null,
    currency: null,
    parent: null,
    ...more,
  };
}
