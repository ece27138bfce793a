/**
 * What a target field holds, and so how its value is read: `text` as it is, `money` as a decimal, `day` as a calendar
 * day, `instant` as a time, `lines`, `applies` and `syncedLines` as lists of objects with the names of the API contract.
 */
export type TargetType =
  | 'text'
  | 'money'
  | 'day'
  | 'instant'
  | 'currency'
  | 'kind'
  | 'outcome'
  | 'source'
  | 'boolean'
  | 'json'
  | 'lines'
  | 'applies'
  | 'syncedLines';

/** One field that an outcome or a document can have. */
export type TargetField = {
  /** As the API contract has it; a field of the document is below `record`. */
  name: string;
  /** For people. */
  label: string;
  type: TargetType;
  /**
   * `always`: without it there is nothing to store. `reference`: kind and id name the record; where both are missing
   * it is looked for. `no`: may be left out.
   */
  isNeeded: 'always' | 'reference' | 'no';
  /** Whose field it is: the outcome's, or the document's (which an outcome may carry along). */
  of: 'attempt' | 'record';
  /** One sentence, where the label does not say it all. */
  hint?: string;
};

const attemptField = (
  name: string,
  label: string,
  type: TargetType,
  isNeeded: TargetField['isNeeded'] = 'no',
  hint?: string,
): TargetField => ({ name, label, type, isNeeded, of: 'attempt', ...(hint === undefined ? {} : { hint }) });

const recordField = (
  name: string,
  label: string,
  type: TargetType,
  isNeeded: TargetField['isNeeded'] = 'no',
  hint?: string,
): TargetField => ({
  name: `record.${name}`,
  label,
  type,
  isNeeded,
  of: 'record',
  ...(hint === undefined ? {} : { hint }),
});

/** Every field that an outcome and its document can have, in the order that people map them in. */
export const TARGET_FIELDS: readonly TargetField[] = [
  attemptField('outcome', 'Outcome', 'outcome', 'always', 'Complete or failed.'),
  attemptField(
    'externalId',
    'Attempt ID',
    'text',
    'no',
    'The job’s own id of this try. A repeated report carries the same.',
  ),
  attemptField('attemptedAt', 'Attempted at', 'instant', 'no', 'If it is left out, the time at which the report came.'),
  recordField('kind', 'Kind', 'kind', 'reference', 'Invoice, invoice payment, bill or bill payment.'),
  recordField('sourceId', 'Source ID', 'text', 'reference', 'The document’s own id in the source system.'),
  recordField('number', 'Number', 'text', 'no', 'The document number. A record without an ID is looked for by it.'),
  recordField('source', 'Source system', 'source', 'no', 'Its short name, if the document belongs to another source.'),
  attemptField('errorMessage', 'Error message', 'text'),
  attemptField('errorCode', 'Error code', 'text'),
  attemptField('referenceNumber', 'Reference number', 'text', 'no', 'The ledger’s number or id for what was written.'),
  attemptField('sentAmount', 'Amount sent', 'money'),
  attemptField('sentCurrency', 'Currency sent', 'currency'),
  attemptField('syncedAmount', 'Synced amount', 'money', 'no', 'What the ledger accepted.'),
  attemptField('syncedCurrency', 'Synced currency', 'currency'),
  attemptField('syncedLines', 'Synced amounts by line', 'syncedLines'),
  attemptField('connection.ledger', 'Ledger', 'text', 'no', 'qbo or xero.'),
  attemptField(
    'connection.companyId',
    'Ledger company ID',
    'text',
    'no',
    'QuickBooks realm id or Xero organisation id.',
  ),
  attemptField('raw', 'Answer of the ledger', 'json', 'no', 'Kept as received. If it is left out, the whole payload.'),
  recordField('amount', 'Amount', 'money', 'no', 'The total with tax.'),
  recordField('currency', 'Currency', 'currency'),
  recordField('payer', 'Payer organisation', 'text'),
  recordField('payerEmail', 'Payer email', 'text'),
  recordField('billingOrg', 'Billing organisation', 'text'),
  recordField('billingOrgEmail', 'Billing email', 'text'),
  recordField('shipmentId', 'Shipment ID', 'text'),
  recordField('sourceStatus', 'Source status', 'text', 'no', 'The source system’s own state of the document.'),
  recordField('documentDate', 'Document date', 'day'),
  recordField('dueDate', 'Due date', 'day'),
  recordField('sourceUpdatedAt', 'Changed in the source at', 'instant'),
  recordField('deleted', 'Deleted', 'boolean'),
  recordField('lines', 'Lines', 'lines'),
  recordField('applies', 'Applies to', 'applies', 'no', 'Of a payment: the documents that it pays.'),
];

const BY_NAME = new Map(TARGET_FIELDS.map((field) => [field.name, field]));

/** Takes a name; gives the field, or null if there is none. */
export function targetField(name: string): TargetField | null {
  return BY_NAME.get(name) ?? null;
}
