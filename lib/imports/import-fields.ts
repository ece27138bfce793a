import { TARGET_FIELDS, type TargetField, type TargetType } from '#lib/mapping/target-fields.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** A field that a column of a table can be. */
export type ImportField = Pick<TargetField, 'name' | 'label' | 'of' | 'hint'> & {
  type: Exclude<TargetType, 'json' | 'lines' | 'applies' | 'syncedLines'>;
};

/** A table has one row a document: what is a list needs NDJSON. */
const LISTS: readonly TargetType[] = ['lines', 'applies', 'syncedLines'];

const HINTS: Record<string, string> = {
  attemptedAt: 'When the sync job tried.',
  externalId:
    'The job’s own id of this try. Without one, rows that say the same are the same try, in whatever file they come.',
  'record.number': 'The document number.',
};

/** Of a payment: the one document that it pays. */
const APPLIES: readonly ImportField[] = [
  {
    name: 'record.appliesTo',
    label: 'Pays document (Source ID)',
    type: 'text',
    of: 'record',
    hint: 'Of a payment: the ID of the invoice or bill that it pays. One that pays several needs NDJSON.',
  },
  {
    name: 'record.appliesAmount',
    label: 'Amount paid on it',
    type: 'money',
    of: 'record',
    hint: 'Left out, it is the payment’s amount.',
  },
];

/** Every field that a column can be, in the order that people choose them in. */
export const IMPORT_FIELDS: readonly ImportField[] = [
  ...TARGET_FIELDS.filter(({ type }) => !LISTS.includes(type)).map(({ name, label, type, of, hint }): ImportField => {
    const words = HINTS[name] ?? hint;
    return { name, label, type: plainType(type), of, ...(words === undefined ? {} : { hint: words }) };
  }),
  ...APPLIES,
];

const BY_NAME = new Map(IMPORT_FIELDS.map((field) => [field.name, field]));

/** Takes a name; gives the field, or null if there is none. */
export function importField(name: string): ImportField | null {
  return BY_NAME.get(name) ?? null;
}

/** Gives the fields that a file of records, or of outcomes, can have. */
export function fieldsOf(holds: 'records' | 'attempts'): readonly ImportField[] {
  return holds === 'attempts' ? IMPORT_FIELDS : IMPORT_FIELDS.filter((field) => field.of === 'record');
}

/** Gives the fields that each row must have, by a column or the same for all (`kind` may be chosen for the file). */
export function neededFields(holds: 'records' | 'attempts'): readonly string[] {
  const ofRecord = ['record.sourceId', 'record.kind'];
  return holds === 'records' ? ofRecord : [...ofRecord, 'outcome', 'attemptedAt'];
}

/** How files head the columns of each field, beside its label and its name; small letters and digits alone. */
const SYNONYMS: Record<string, readonly string[]> = {
  outcome: ['status', 'result', 'syncstatus', 'syncresult', 'state'],
  externalId: ['attemptid', 'syncattemptid', 'syncid', 'tryid', 'runid', 'logid', 'externalid'],
  attemptedAt: [
    'attempted',
    'attemptdate',
    'syncdate',
    'syncedat',
    'timestamp',
    'lastattempt',
    'attemptedon',
    'syncedon',
  ],
  'record.kind': ['type', 'documenttype', 'doctype', 'recordtype', 'kind', 'transactiontype'],
  'record.sourceId': [
    'id',
    'sourceid',
    'documentid',
    'docid',
    'recordid',
    'internalid',
    'invoiceid',
    'billid',
    'paymentid',
    'transactionid',
  ],
  'record.number': [
    'number',
    'no',
    'documentnumber',
    'documentno',
    'docnumber',
    'docno',
    'invoicenumber',
    'invoiceno',
    'invoice',
    'billnumber',
    'billno',
    'bill',
    'paymentnumber',
    'paymentno',
    'rechnungsnummer',
    'belegnummer',
    'numero',
    'reference',
  ],
  'record.source': ['source', 'sourcesystem', 'system', 'carrier'],
  errorMessage: ['error', 'message', 'errormessage', 'failurereason', 'reason', 'errordescription', 'errortext'],
  errorCode: ['errorcode', 'code', 'failurecode'],
  referenceNumber: [
    'referencenumber',
    'ledgerreference',
    'ledgerid',
    'qboid',
    'xeroid',
    'quickbooksid',
    'ledgernumber',
    'refnumber',
    'refno',
  ],
  sentAmount: ['amountsent', 'sentamount'],
  sentCurrency: ['currencysent', 'sentcurrency'],
  syncedAmount: ['synced', 'syncedamount', 'amountsynced', 'ledgeramount', 'acceptedamount'],
  syncedCurrency: ['syncedcurrency', 'ledgercurrency'],
  'connection.ledger': ['ledger', 'accountingsystem'],
  'connection.companyId': ['companyid', 'realmid', 'organisationid', 'organizationid', 'tenantid'],
  raw: ['raw', 'response', 'answer', 'payload'],
  'record.amount': [
    'amount',
    'total',
    'totalamount',
    'amounttotal',
    'grandtotal',
    'gross',
    'grossamount',
    'invoiceamount',
    'invoicetotal',
    'billamount',
    'billtotal',
    'paymentamount',
    'amountpaid',
    'betrag',
    'bruttobetrag',
    'montant',
    'importe',
    'importo',
  ],
  'record.currency': ['currency', 'currencycode', 'ccy', 'waehrung', 'wahrung', 'devise', 'moneda', 'valuta'],
  'record.payer': [
    'payer',
    'payerorganisation',
    'payerorganization',
    'customer',
    'customername',
    'client',
    'clientname',
    'kunde',
    'cliente',
    'payername',
    'billto',
  ],
  'record.payerEmail': ['payeremail', 'customeremail', 'clientemail'],
  'record.billingOrg': [
    'billingorganisation',
    'billingorganization',
    'billingorg',
    'vendor',
    'vendorname',
    'supplier',
    'suppliername',
    'lieferant',
    'fournisseur',
    'billfrom',
  ],
  'record.billingOrgEmail': ['billingemail', 'vendoremail', 'supplieremail', 'billingorgemail'],
  'record.shipmentId': [
    'shipment',
    'shipmentid',
    'shipmentnumber',
    'shipmentno',
    'loadid',
    'load',
    'loadnumber',
    'jobid',
    'job',
  ],
  'record.sourceStatus': [
    'sourcestatus',
    'documentstatus',
    'docstatus',
    'invoicestatus',
    'billstatus',
    'paymentstatus',
  ],
  'record.documentDate': [
    'date',
    'documentdate',
    'docdate',
    'invoicedate',
    'billdate',
    'paymentdate',
    'issued',
    'issuedate',
    'datum',
    'rechnungsdatum',
    'fecha',
    'data',
    'txndate',
    'transactiondate',
  ],
  'record.dueDate': ['due', 'duedate', 'duedon', 'paymentdue', 'faelligkeit', 'falligkeit', 'dueon'],
  'record.sourceUpdatedAt': [
    'changedat',
    'updatedat',
    'lastmodified',
    'modified',
    'modifiedat',
    'lastupdated',
    'sourceupdatedat',
  ],
  'record.deleted': ['deleted', 'isdeleted', 'voided', 'isvoid'],
  'record.appliesTo': ['appliesto', 'paysinvoice', 'paysbill', 'appliedto', 'applied'],
  'record.appliesAmount': ['appliedamount', 'appliesamount', 'amountapplied', 'amountpaidonit'],
};

const FIELD_BY_HEADING = new Map<string, string>();
for (const { name, label } of IMPORT_FIELDS) {
  const own = name.replace('record.', '');
  for (const words of [label, own, `record${own}`, ...(SYNONYMS[name] ?? [])]) {
    const plain = plainHeading(words);
    if (!FIELD_BY_HEADING.has(plain)) FIELD_BY_HEADING.set(plain, name);
  }
}

/**
 * Takes the headings of a table; gives the field that each suggests, and each field once: of two headings, the one that
 * names it best. Whoever chose an ID column needs no guess, so nothing is suggested that a heading does not say.
 */
export function guessFields(headings: readonly string[]): (string | null)[] {
  const taken = new Set<string>();
  const guesses: (string | null)[] = headings.map(() => null);
  for (const isExact of [true, false]) {
    headings.forEach((heading, index) => {
      if (guesses[index] !== null) return;
      const plain = plainHeading(heading);
      const field = FIELD_BY_HEADING.get(plain);
      if (field === undefined || taken.has(field)) return;
      if (isExact && plain !== plainHeading(importField(field)?.label ?? '')) return;
      guesses[index] = field;
      taken.add(field);
    });
  }
  return guesses;
}

/** Says whether the suggested fields are those of a file of outcomes. */
export function guessHolds(fields: readonly (string | null)[]): 'records' | 'attempts' {
  const has = (name: string) => fields.includes(name);
  const says = ['errorMessage', 'errorCode', 'attemptedAt', 'externalId', 'referenceNumber'].filter(has).length;
  return (has('outcome') && says > 0) || says > 1 ? 'attempts' : 'records';
}

/** Takes the headings and the name of a file; gives the kind that one of them names, or null. */
export function guessKind(headings: readonly string[], fileName: string): Kind | null {
  for (const text of [fileName, ...headings]) {
    const words = text
      .toLowerCase()
      .replace(/billing|bill to/g, '')
      .replaceAll(/[^a-z]+/g, ' ');
    const kind = KINDS.toReversed().find((one) => words.includes(one.replace('_', ' ')));
    if (kind !== undefined) return kind;
  }
  return null;
}

function plainHeading(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');
}

function plainType(type: TargetType): ImportField['type'] {
  if (type === 'lines' || type === 'applies' || type === 'syncedLines' || type === 'json') return 'text';
  return type;
}
