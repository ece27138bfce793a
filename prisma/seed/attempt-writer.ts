import { type Calendar, HOUR_MS, MINUTE_MS } from './calendar.ts';
import type { Attempt, Line, RecordEvent, SourceDocument } from './document.ts';
import { type Cents, decimalOf, sumOfCents } from './minor-units.ts';
import type { Failure, TenantPlan } from './plan.ts';
import { qboFailure } from './qbo-failures.ts';
import type { Random } from './random.ts';
import { xeroFailure } from './xero-failures.ts';

/** In what way the ledger's total is not the document's. */
export type Difference = 'rounding' | 'dropped_line' | 'discount';

type CompleteOptions = {
  difference?: Difference;
  hasAmount?: boolean;
  inHomeCurrency?: boolean;
  receivedAtMs?: number;
};

const LEDGER_NAMES = {
  invoice: 'Invoice',
  invoice_payment: 'Payment',
  bill: 'Bill',
  bill_payment: 'BillPayment',
} as const;

/** Writes down what happens to one tenant's documents; keeps the ledger's own numbers apart. */
export class AttemptWriter {
  readonly plan: TenantPlan;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly #takenReferences = new Set<number>();
  #ledgerInvoiceNumber = 6_200;

  constructor(plan: TenantPlan, calendar: Calendar, random: Random) {
    this.plan = plan;
    this.calendar = calendar;
    this.random = random;
  }

  /** A failed try. */
  fail(document: SourceDocument, atMs: number, cause: string): void {
    const lines = currentLines(document);
    const failure = this.#failure(document, Math.floor(atMs), cause, centsOf(document, lines));
    const attempt = this.#attempt(document, atMs, lines);
    document.events.push({ type: 'attempt', attempt: { ...attempt, isComplete: false, failure, raw: failure.raw } });
  }

  /** Several failed tries for one cause, hours apart; gives the time of the last. */
  failRepeatedly(document: SourceDocument, firstAtMs: number, cause: string, times: number): number {
    let atMs = firstAtMs;
    for (let time = 0; time < times; time += 1) {
      if (time > 0) atMs += this.random.int(5, 27) * HOUR_MS + this.random.int(0, HOUR_MS);
      this.fail(document, atMs, cause);
    }
    return atMs;
  }

  /** A try that the ledger accepted. */
  complete(document: SourceDocument, atMs: number, options: CompleteOptions = {}): void {
    const lines = currentLines(document);
    const attempt = this.#attempt(document, atMs, lines);
    const accepted = acceptedLines(lines, options.difference ?? null);
    const hasLines = lines.length > 0 && document.carrier !== 'bill' && document.carrier !== 'make';
    const total = lines.length > 0 ? sumOfCents(accepted) : document.cents;
    const isForeign = options.inHomeCurrency === true;
    const syncedCents = isForeign ? Math.round((total * 9_217) / 10_000) : total;
    const reference = this.reference(document, atMs);
    const hasAmount = options.hasAmount ?? true;
    document.inLedgerAtMs ??= Math.floor(atMs);
    document.events.push({
      type: 'attempt',
      attempt: {
        ...attempt,
        receivedAtMs: options.receivedAtMs ?? attempt.receivedAtMs,
        isComplete: true,
        reference,
        syncedCents: hasAmount ? syncedCents : null,
        syncedCurrency: hasAmount ? (isForeign ? this.plan.currency : document.currency) : null,
        syncedLineCents: hasAmount && hasLines && !isForeign ? accepted : null,
        raw: this.#answer(document, Math.floor(atMs), reference, syncedCents),
      },
    });
  }

  /** A person's move of the status. */
  move(
    document: SourceDocument,
    atMs: number,
    to: 0 | 1 | 2,
    reason: string | null,
    reference: string | null = null,
  ): void {
    document.events.push({ type: 'move', atMs: Math.floor(atMs), to, person: this.person(), reason, reference });
  }

  /** The e-mail address of somebody of the tenant who works the list. */
  person(): string {
    const isAdmin = this.plan.slug === 'acme' && this.random.chance(0.2);
    return `${isAdmin ? 'admin' : 'accountant'}@${this.plan.slug}.example`;
  }

  /** A number or id that the ledger gives to what it stores. */
  reference(document: SourceDocument, atMs: number): string {
    if (this.plan.ledger === 'xero') {
      if (document.kind !== 'invoice' || document.isCredit) return this.random.ledgerId();
      this.#ledgerInvoiceNumber += 1;
      return `INV-${this.#ledgerInvoiceNumber}`;
    }
    let number = 100_000 + Math.floor((atMs - (this.calendar.days[0]?.startMs ?? 0)) / MINUTE_MS);
    while (this.#takenReferences.has(number)) number += 1;
    this.#takenReferences.add(number);
    return String(number);
  }

  #attempt(document: SourceDocument, atMs: number, lines: readonly Line[]): Attempt {
    const attemptedAtMs = Math.floor(atMs);
    return {
      externalId: '',
      source: document.carrier,
      isComplete: false,
      attemptedAtMs,
      receivedAtMs: attemptedAtMs + this.random.int(180, 3_900),
      sentCents: centsOf(document, lines),
      currency: document.currency,
      reference: null,
      syncedCents: null,
      syncedCurrency: null,
      syncedLineCents: null,
      failure: null,
      raw: null,
    };
  }

  #failure(document: SourceDocument, atMs: number, cause: string, cents: Cents): Failure {
    const subject = {
      kind: document.kind,
      number: document.number,
      party: document.party.name,
      currency: document.currency,
      documentDate: document.documentDate,
      amountText: decimalOf(cents),
      atMs,
    };
    return this.plan.ledger === 'qbo'
      ? qboFailure(cause, subject, this.random)
      : xeroFailure(cause, subject, this.random);
  }

  #answer(document: SourceDocument, atMs: number, reference: string, cents: Cents): string {
    const total = Number(decimalOf(cents));
    if (this.plan.ledger === 'qbo') {
      const stored = {
        Id: reference,
        SyncToken: '0',
        DocNumber: document.number,
        TxnDate: document.documentDate,
        TotalAmt: total,
      };
      return JSON.stringify({ [LEDGER_NAMES[document.kind]]: stored, time: new Date(atMs).toISOString() });
    }
    if (document.lines.length === 0) {
      return JSON.stringify({
        Status: 'OK',
        Payments: [{ PaymentID: reference, Reference: document.number, Amount: total, Status: 'AUTHORISED' }],
      });
    }
    const type = document.kind === 'invoice' ? 'ACCREC' : 'ACCPAY';
    return JSON.stringify({
      Status: 'OK',
      Invoices: [
        { Type: type, InvoiceNumber: reference, Reference: document.number, Status: 'AUTHORISED', Total: total },
      ],
    });
  }
}

/** Causes that only a document in a foreign currency can meet, and what a document at home meets instead. */
const FOREIGN_CAUSES: Record<string, string | undefined> = {
  sales_tax: 'inactive_reference',
  currency: 'tax_type',
  vendor_currency: 'duplicate_name',
};

/** Gives a cause that suits the document and stays until a person acts. */
export function lastingCauseOf(writer: AttemptWriter, document: SourceDocument): string {
  const cause = writer.random.weighted(writer.plan.lastingCauses[document.kind]);
  return document.currency === writer.plan.currency ? (FOREIGN_CAUSES[cause] ?? cause) : cause;
}

/** Gives the lines a document has after the changes written so far. */
export function currentLines(document: SourceDocument): Line[] {
  const changed = document.events.findLast((event: RecordEvent) => event.type === 'change' && event.lines !== null);
  return changed?.type === 'change' && changed.lines !== null ? changed.lines : document.lines;
}

function centsOf(document: SourceDocument, lines: readonly Line[]): Cents {
  return lines.length > 0 ? sumOfCents(lines.map((line) => line.cents)) : document.cents;
}

function acceptedLines(lines: readonly Line[], difference: Difference | null): Cents[] {
  const cents = lines.map((line) => line.cents);
  const last = cents.length - 1;
  switch (difference) {
    case null:
      return cents;
    case 'rounding':
      return cents.map((amount, index) =>
        index === last ? amount + (Math.floor(amount / 10) % 2 === 0 ? 1 : -1) : amount,
      );
    case 'dropped_line':
      return last === 0 ? cents : cents.map((amount, index) => (index === last ? 0 : amount));
    case 'discount':
      return cents.map((amount, index) => (index === 0 ? amount - Math.round(amount / 50) : amount));
    default:
      return difference satisfies never;
  }
}
