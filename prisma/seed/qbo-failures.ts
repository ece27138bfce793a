import type { Failure, FailureSubject } from './plan.ts';
import type { Random } from './random.ts';

type Make = (subject: FailureSubject, random: Random) => Failure;

const ENTITY = { invoice: 'Invoice', invoice_payment: 'Payment', bill: 'Bill', bill_payment: 'BillPayment' } as const;

/** A fault as the accounting API answers it; the message people see is its detail. */
function fault(subject: FailureSubject, code: string, message: string, detail: string, element = ''): Failure {
  const error = { Message: message, Detail: detail, code, element };
  const time = new Date(subject.atMs).toISOString();
  return { code, message: detail, raw: JSON.stringify({ Fault: { Error: [error], type: 'ValidationFault' }, time }) };
}

/** A fault as the gateway before the accounting API answers it: all names in lower case. */
function gatewayFault(
  subject: FailureSubject,
  code: string,
  message: string,
  detail: string | null,
  type: string,
): Failure {
  const raw = {
    warnings: null,
    intuitObject: null,
    fault: { error: [{ message, detail, code, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: subject.atMs,
  };
  return { code, message: detail ?? message, raw: JSON.stringify(raw) };
}

/** What the job itself found out before it called the ledger. */
function jobFailure(subject: FailureSubject, code: string, message: string): Failure {
  const raw = {
    job: 'tms-to-quickbooks',
    step: 'validate',
    entity: ENTITY[subject.kind],
    document: subject.number,
    error: { code, message },
  };
  return { code, message, raw: JSON.stringify(raw) };
}

/** What QuickBooks Online, or a job that writes to it, says; by the cause's name in the plans. */
const QBO_FAILURES: Record<string, Make> = {
  missing_expense_account: (subject) =>
    jobFailure(
      subject,
      'VENDOR_MISSING_ACCOUNT',
      `Vendor '${subject.party}' is missing a default expense account in QuickBooks.`,
    ),
  duplicate_number: (subject, random) =>
    fault(
      subject,
      '6140',
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${subject.number} is assigned to TxnType=${ENTITY[subject.kind]} with TxnId=${random.int(41_000, 58_000)}`,
      'DocNumber',
    ),
  inactive_reference: (subject) =>
    fault(
      subject,
      '2500',
      'Invalid Reference Id',
      "Invalid Reference Id : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
      subject.kind === 'bill' ? 'VendorRef' : 'CustomerRef',
    ),
  missing_tracking: (subject, random) =>
    fault(
      subject,
      '2500',
      'Invalid Reference Id',
      `Invalid Reference Id : Klasses element id ${random.pick(['5000000000000142240', '5000000000000142251'])} not found`,
      'Line.ClassRef',
    ),
  missing_item: (subject) =>
    fault(
      subject,
      '2500',
      'Invalid Reference Id',
      'Invalid Reference Id : Categories cannot be used in transactions.',
      'Line.SalesItemLineDetail.ItemRef',
    ),
  missing_customer: (subject) =>
    fault(subject, '6250', 'Invalid Customer', `Invalid Customer : ${subject.party}`, 'CustomerRef'),
  sales_tax: (subject) =>
    fault(
      subject,
      '6000',
      'A business validation error has occurred while processing your request',
      'Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.',
    ),
  invalid_email: (subject) =>
    fault(
      subject,
      '2210',
      'Email Address does not conform to the RFC 822 standard',
      'Email Address does not conform to the RFC 822 standard.',
      'BillEmail.Address',
    ),
  amount_mismatch: (subject) =>
    fault(
      subject,
      '6070',
      'Amount calculation incorrect in the request.',
      `Amount is not equal to UnitPrice * Qty. Supplied value:${subject.amountText}`,
      'Line.Amount',
    ),
  deleted: (subject) =>
    fault(subject, '610', 'Object Not Found', 'Object Not Found : Another user has deleted this transaction.'),
  too_long: (subject, random) =>
    fault(
      subject,
      '2050',
      'String length is either shorter or longer than supported by specification',
      `String length specified does not match the supported length. Min:0 Max:1,000 supported. Supplied length:${random.int(1_001, 1_420).toLocaleString('en-US')}`,
      'Line.Description',
    ),
  not_linkable: (subject) =>
    fault(
      subject,
      '620',
      'Transaction cannot be linked',
      'The transaction you are trying to link could not be linked: the payment and the document it pays must belong to one customer or vendor.',
      'Line.LinkedTxn',
    ),
  dependency: (subject) =>
    jobFailure(
      subject,
      'DEPENDENCY_NOT_SYNCED',
      `The ${subject.kind === 'bill_payment' ? 'bill' : 'invoice'} that ${subject.number} pays is not in QuickBooks yet.`,
    ),
  deposited: (subject) =>
    fault(subject, '6540', 'Deposited Transaction cannot be changed', 'Deposited Transaction cannot be changed'),
  missing_bank_account: (subject) =>
    fault(
      subject,
      '2500',
      'Invalid Reference Id',
      'Invalid Reference Id : Accounts element id 214 not found',
      'CheckPayment.BankAccountRef',
    ),
  permission: (subject) =>
    fault(
      subject,
      '5020',
      'Permission Denied Error',
      'Permission Denied Error : You do not have permission to perform this action.',
    ),
  duplicate_name: (subject, random) =>
    fault(
      subject,
      '6240',
      'Duplicate Name Exists Error',
      `The name supplied already exists. : Id=${subject.party.length * 7 + random.int(0, 1)}`,
      'DisplayName',
    ),
  vendor_currency: (subject) =>
    fault(
      subject,
      '6000',
      'A business validation error has occurred while processing your request',
      `Business Validation Error: The currency of the transaction (${subject.currency}) is not the currency of the vendor or of the accounts payable account.`,
      'CurrencyRef',
    ),
  closed_period: (subject) =>
    fault(subject, '6210', 'Account Period Closed', 'Account Period Closed, Cannot Update Through Services API'),
  token_expired: (subject) =>
    gatewayFault(
      subject,
      '3200',
      'message=AuthenticationFailed; errorCode=003200; statusCode=401',
      null,
      'AUTHENTICATION',
    ),
  rate_limit: (subject) => {
    const message = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
    const time = new Date(subject.atMs).toISOString();
    const raw = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${time}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>${message}</Message><Detail>The request limit was reached.</Detail></Error></Fault></IntuitResponse>`;
    return { code: '3001', message, raw };
  },
  stale_object: (subject, random) =>
    fault(
      subject,
      '5010',
      'Stale Object Error',
      `Stale Object Error : You and ${random.pick(['Robert', 'Grace Whitfield', 'Ada Moreno'])} were working on this at the same time. ${'Your work was not saved.'}`,
    ),
  outage: (subject) =>
    gatewayFault(subject, '3100', 'message=InternalServerError; errorCode=003100; statusCode=500', null, 'SERVICE'),
};

/** Gives what was said for a cause. Throws for a cause that QuickBooks has no words for. */
export function qboFailure(cause: string, subject: FailureSubject, random: Random): Failure {
  const make = QBO_FAILURES[cause];
  if (make === undefined) throw new RangeError(`QuickBooks has no words for ${cause}`);
  return make(subject, random);
}
