import type { Gives, Rule } from './mapping-contract.ts';

/** A built-in mapping: where each field may stand in what one kind of sender sends. */
export type Preset = {
  id: string;
  name: string;
  /** For people who choose one: one sentence. */
  does: string;
  /** A payload is taken for one of this shape if, of any of these groups, every path is filled. */
  recognisedBy: readonly (readonly string[])[];
  gives: Gives;
  /**
   * `sent`: it carries the document itself, which is created or changed by it. `told`: it tells about a document in passing,
   * so that its fields help to find the record and change nothing.
   */
  document: 'sent' | 'told';
  /** Rules in order: the first that finds something counts. */
  fields: Readonly<Record<string, readonly Rule[]>>;
};

/** Gives the paths to names however they are spelled: "Invoice ID", invoice_id, invoiceId. */
function spelled(...names: string[]): string[] {
  return names.map((name) => `~${name.replaceAll(' ', '')}`);
}

const at = (...paths: string[]): Rule => ({ paths });
const filled = (paths: string[], constant: string): Rule => ({ paths, values: [{ from: '*', to: constant }] });
const below = (places: readonly string[], names: readonly string[]) =>
  names.flatMap((name) => places.map((place) => `${place}${name}`));

/** What a log or an automation says about a try, whatever it is called there; at the top or below one of the places. */
function outcomeFields(...places: string[]): Preset['fields'] {
  const named = (...names: string[]) => below(['', ...places], spelled(...names));
  return {
    outcome: [at(...named('outcome', 'sync status', 'sync result', 'status', 'result'))],
    externalId: [at(...named('sync attempt id', 'attempt id', 'external id', 'sync id'))],
    attemptedAt: [at(...named('attempted at', 'timestamp', 'synced at', 'occurred at'))],
    errorCode: [at(...named('error code', 'code'), 'error.code')],
    errorMessage: [at(...named('error message', 'message', 'error description'), 'error.message', 'error')],
    referenceNumber: [at(...named('reference number', 'ledger id', 'quickbooks id', 'xero id'))],
    syncedAmount: [at(...named('synced amount'))],
    syncedCurrency: [at(...named('synced currency'))],
    'record.kind': [
      at(...named('kind', 'record kind', 'record type', 'document type', 'transaction type'), 'record.kind'),
      filled(named('invoice id', 'invoice number'), 'invoice'),
      filled(named('bill id', 'bill number'), 'bill'),
    ],
    'record.sourceId': [
      at(...named('source id', 'record id', 'document id', 'invoice id', 'bill id', 'payment id'), 'record.sourceId'),
    ],
    'record.number': [
      at(...named('number', 'document number', 'invoice number', 'bill number', 'payment number'), 'record.number'),
    ],
    'record.amount': [at(...named('amount', 'total', 'total amount'), 'record.amount')],
    'record.currency': [at(...named('currency', 'currency code'), 'record.currency')],
    'record.payer': [at(...named('payer', 'customer', 'customer name', 'client name'), 'record.payer')],
    'record.billingOrg': [at(...named('billing org', 'vendor', 'vendor name', 'supplier name'), 'record.billingOrg')],
  };
}

/** What Make calls the errors of its modules. */
const MAKE_ERRORS = [
  'RuntimeError',
  'DataError',
  'ConnectionError',
  'RateLimitError',
  'AccountValidationError',
  'BundleValidationError',
  'InconsistencyError',
  'InvalidAccessTokenError',
  'InvalidConfigurationError',
  'MaxFileSizeExceededError',
  'OutOfSpaceError',
  'UnknownError',
  'UnexpectedError',
  'IncompleteDataError',
  'DuplicateDataError',
  'ModuleTimeoutError',
];

const bill = {
  id: 'bill',
  name: 'BILL',
  does: 'Notifications of BILL about bills, invoices and payments: they create and update documents. Amounts that name no currency are US dollars.',
  recognisedBy: [['metadata.eventType', 'metadata.eventId']],
  gives: 'either',
  document: 'sent',
  fields: {
    outcome: [at('sync_status', 'syncStatus')],
    externalId: [at('metadata.eventId')],
    errorMessage: [at('sync_error', 'syncError')],
    'record.kind': [
      {
        paths: ['metadata.eventType'],
        values: [
          ...['created', 'updated', 'archived', 'restored'].flatMap((event) => [
            { from: `bill.${event}`, to: 'bill' },
            { from: `invoice.${event}`, to: 'invoice' },
          ]),
          { from: 'payment.updated', to: 'bill_payment' },
          { from: 'payment.failed', to: 'bill_payment' },
        ],
      },
    ],
    'record.sourceId': [at('bill.id', 'invoice.id', 'payment.id')],
    'record.number': [at('bill.invoice.invoiceNumber', 'invoice.invoiceNumber', 'payment.transactionNumber')],
    'record.amount': [at('bill.amount', 'invoice.totalAmount', 'payment.amount')],
    'record.currency': [{ paths: ['bill.currency', 'invoice.currency', 'payment.currency'], constant: 'USD' }],
    'record.billingOrg': [at('bill.vendorName', 'payment.vendor.name')],
    'record.payer': [at('invoice.customerName')],
    'record.sourceStatus': [at('bill.approvalStatus', 'bill.paymentStatus', 'invoice.status', 'payment.status')],
    'record.documentDate': [at('bill.invoice.invoiceDate', 'invoice.invoiceDate', 'payment.processDate')],
    'record.dueDate': [at('bill.dueDate', 'invoice.dueDate')],
    'record.sourceUpdatedAt': [
      at('bill.updatedTime', 'invoice.updatedTime', 'payment.updatedTime', 'bill.createdTime', 'invoice.createdTime'),
    ],
    'record.deleted': [at('bill.archived', 'invoice.archived')],
  },
} as const satisfies Preset;

const aroflo = {
  id: 'aroflo',
  name: 'AroFlo',
  does: 'Invoices and bills as the AroFlo API names their fields, with the outcome of a sync or without.',
  recognisedBy: [
    ['invoiceid', 'dateinvoiced'],
    ['invoiceid', 'invoicenumber'],
    ['billid', 'billnumber'],
    ['billid', 'dateinvoiced'],
  ],
  gives: 'either',
  document: 'sent',
  fields: {
    outcome: [at('syncstatus', 'sync_status', 'syncStatus', 'outcome')],
    externalId: [at('syncattemptid', 'sync_attempt_id')],
    attemptedAt: [{ paths: ['syncdatetimeutc'], timeZone: 'utc' }, at('timestamp')],
    errorCode: [at('errorcode', 'error_code')],
    errorMessage: [at('syncmessage', 'errormessage', 'error_message', 'message')],
    referenceNumber: [at('referencenumber', 'reference_number')],
    'record.kind': [filled(['billid'], 'bill'), filled(['invoiceid'], 'invoice')],
    'record.sourceId': [at('billid', 'invoiceid')],
    'record.number': [at('billnumber', 'invoicenumber')],
    'record.amount': [at('totalinc', 'totalamount')],
    'record.payer': [at('client.clientname', 'client.orgname', 'clientname')],
    'record.billingOrg': [at('supplier.suppliername', 'supplier.orgname', 'suppliername')],
    'record.sourceStatus': [at('status')],
    'record.documentDate': [at('dateinvoiced')],
    'record.dueDate': [at('duedate')],
    'record.sourceUpdatedAt': [{ paths: ['lastupdateddatetimeutc'], timeZone: 'utc' }],
  },
} as const satisfies Preset;

const api = {
  id: 'tieout',
  name: 'Tieout',
  does: 'Attempts as the API takes them.',
  recognisedBy: [['externalId', 'outcome', 'record.kind', 'record.sourceId']],
  gives: 'attempt',
  document: 'sent',
  fields: Object.fromEntries(
    [
      ...['outcome', 'externalId', 'attemptedAt', 'errorCode', 'errorMessage', 'referenceNumber', 'sentAmount', 'raw'],
      ...['sentCurrency', 'syncedAmount', 'syncedCurrency', 'syncedLines', 'connection.ledger', 'connection.companyId'],
      ...[
        ...[
          'kind',
          'sourceId',
          'source',
          'number',
          'amount',
          'currency',
          'payer',
          'payerEmail',
          'billingOrg',
          'applies',
        ],
        ...[
          'billingOrgEmail',
          'shipmentId',
          'sourceStatus',
          'documentDate',
          'dueDate',
          'sourceUpdatedAt',
          'deleted',
          'lines',
        ],
      ].map((name) => `record.${name}`),
    ].map((name) => [name, [at(name)]]),
  ),
} satisfies Preset;

const makeFields = outcomeFields('data.', 'bundle.');
const make = {
  id: 'make',
  name: 'Make',
  does: 'What a Make scenario posts: the outcome at the top or below data or bundle, and the error of its error handler.',
  recognisedBy: [
    ['scenario.name'],
    ['scenario.id'],
    ['execution.id'],
    ...spelled('scenario name', 'scenario id', 'execution id').map((path) => [path]),
    ['bundle.status'],
    ['error.type', 'error.message'],
  ],
  gives: 'attempt',
  document: 'told',
  fields: {
    ...makeFields,
    outcome: [
      ...(makeFields.outcome ?? []),
      { paths: ['error.type'], values: MAKE_ERRORS.map((name) => ({ from: name, to: 'failed' })) },
    ],
    errorCode: [at('error.type', ...(makeFields.errorCode?.[0]?.paths ?? []))],
    errorMessage: [at('error.message', ...(makeFields.errorMessage?.[0]?.paths ?? []))],
  },
} satisfies Preset;

const zapier = {
  id: 'zapier',
  name: 'Zapier',
  does: 'What Webhooks by Zapier posts as JSON or as a form, with the fields named as in a sync log.',
  recognisedBy: [...spelled('zap id', 'zap title', 'zap name', 'zap run id').map((path) => [path]), ['zap.id']],
  gives: 'attempt',
  document: 'told',
  fields: outcomeFields('data.'),
} satisfies Preset;

const LOG_IDS = spelled('sync attempt id', 'attempt id');
const LOG_OUTCOMES = spelled('status', 'outcome', 'sync status');
const LOG_RECORDS = spelled('invoice number', 'invoice id', 'bill number', 'bill id', 'document number', 'source id');
const LOG_PROOFS = spelled('message', 'error message', 'error code', 'reference number', 'quickbooks id', 'xero id');

/** Gives every combination of one path of each list. */
function every(...lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((all, list) => all.flatMap((paths) => list.map((path) => [...paths, path])), [[]]);
}

const log = {
  id: 'log',
  name: 'Sync log entry',
  does: 'A flat entry: sync_attempt_id, status, error_code, message and timestamp.',
  recognisedBy: [
    ...every(LOG_IDS, LOG_OUTCOMES),
    // A status alone may be the document's own: what became of a sync says why it failed, or where it went.
    ...every(LOG_OUTCOMES, LOG_RECORDS, LOG_PROOFS),
  ],
  gives: 'attempt',
  document: 'told',
  fields: outcomeFields(),
} satisfies Preset;

/** Every preset, in the order in which a payload of an unknown sender is held against them. */
export const PRESETS: readonly Preset[] = [bill, api, aroflo, make, zapier, log];

/** The hook takes the own mapping alone. */
export const NO_PRESET = 'none';

/** Gives the preset of an id, or null. */
export function presetOf(id: string | null): Preset | null {
  return PRESETS.find((preset) => preset.id === id) ?? null;
}
