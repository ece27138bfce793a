import type { Failure, FailureSubject } from './plan.ts';
import type { Random } from './random.ts';

type Make = (subject: FailureSubject, random: Random) => Failure;

/** A validation exception as the accounting API answers it, about one document. */
function validation(subject: FailureSubject, messages: string | string[]): Failure {
  const said = typeof messages === 'string' ? [messages] : messages;
  const isPayment = subject.kind === 'invoice_payment' || subject.kind === 'bill_payment';
  const element = isPayment
    ? { PaymentID: '00000000-0000-0000-0000-000000000000', Reference: subject.number, Amount: subject.amountText }
    : {
        Type: subject.kind === 'invoice' ? 'ACCREC' : 'ACCPAY',
        InvoiceNumber: subject.number,
        Contact: { Name: subject.party },
        Total: subject.amountText,
      };
  const raw = {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: [{ ...element, ValidationErrors: said.map((message) => ({ Message: message })) }],
  };
  return { code: 'ValidationException', message: said.join('\n'), raw: JSON.stringify(raw) };
}

function problem(title: string, status: number, detail: string, instance: string): Failure {
  const raw = { Type: null, Title: title, Status: status, Detail: detail, Instance: instance, Extensions: {} };
  return { code: String(status), message: `${title}: ${detail}`, raw: JSON.stringify(raw) };
}

function lockDate(documentDate: string): string {
  const [year, month] = documentDate.split('-').map(Number);
  const end = new Date(Date.UTC(year ?? 2026, month ?? 1, 0));
  return end
    .toLocaleDateString('en-AU', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' })
    .replaceAll(' ', '-');
}

/** What Xero, or a job that writes to it, says; by the cause's name in the plans. */
const XERO_FAILURES: Record<string, Make> = {
  duplicate_number: (subject) => validation(subject, 'Invoice # must be unique.'),
  account_code: (subject) =>
    validation(
      subject,
      `Account code '${subject.kind === 'bill' ? '310' : '215'}' is not a valid code for this document`,
    ),
  tax_type: (subject) =>
    validation(
      subject,
      subject.kind === 'bill'
        ? ["The TaxType code 'OUTPUT' cannot be used with account code '320'.", 'Tax rate must be valid.']
        : "The TaxType code 'INPUT' cannot be used with account code '200'.",
    ),
  missing_tracking: (subject) =>
    validation(
      subject,
      'Unknown tracking details. A Tracking Category did not match a known active Tracking Category.',
    ),
  contact_name_taken: (subject) =>
    validation(
      subject,
      `The contact name ${subject.party} is already assigned to another contact. The contact name must be unique across all active contacts.`,
    ),
  inactive_reference: (subject) =>
    validation(
      subject,
      'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
    ),
  item_code: (subject, random) =>
    validation(subject, `Item code '${random.pick(['TAILLIFT', 'CALLOUT', 'STORAGE'])}' is not valid.`),
  invalid_email: (subject) => validation(subject, 'Email address must be valid.'),
  line_total: (subject) => {
    const lastDigit = Number(subject.amountText.at(-1));
    const expected = `${subject.amountText.slice(0, -1)}${lastDigit === 9 ? 8 : lastDigit + 1}`;
    return validation(
      subject,
      `The line total ${subject.amountText} does not match the expected line total of ${expected}`,
    );
  },
  exceeds_outstanding: (subject) =>
    validation(subject, 'Payment amount exceeds the amount outstanding on this document'),
  not_authorised: (subject) => validation(subject, 'Payments can only be made against Authorised documents'),
  not_found: (subject) => validation(subject, 'The document with the supplied id was not found for this endpoint.'),
  currency: (subject) => validation(subject, `Organisation is not subscribed to currency ${subject.currency}`),
  dependency: (subject) => validation(subject, 'Payments can only be made against Authorised documents'),
  closed_period: (subject) =>
    validation(
      subject,
      `The document date cannot be before the period lock date, currently set at ${lockDate(subject.documentDate)}`,
    ),
  token_expired: (_subject, random) => problem('Unauthorized', 401, 'TokenExpired: token expired', random.ledgerId()),
  rate_limit: () => ({
    code: '429',
    message: 'HTTP 429 Too Many Requests (X-Rate-Limit-Problem: minute, Retry-After: 27)',
    raw: JSON.stringify({
      status: 429,
      headers: { 'Retry-After': '27', 'X-Rate-Limit-Problem': 'minute', 'X-MinLimit-Remaining': '0' },
      body: '',
    }),
  }),
  outage: () => ({
    code: '503',
    message: 'HTTP 503 Service Temporarily Unavailable',
    raw: '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  }),
};

/** Gives what was said for a cause. Throws for a cause that Xero has no words for. */
export function xeroFailure(cause: string, subject: FailureSubject, random: Random): Failure {
  const make = XERO_FAILURES[cause];
  if (make === undefined) throw new RangeError(`Xero has no words for ${cause}`);
  return make(subject, random);
}
