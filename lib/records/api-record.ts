import type { DifferenceExplanation } from '#lib/amounts/amount-contract.ts';
import { type Wait, waitWords } from '#lib/claims/claim-contract.ts';
import { type Amount, toApiAmount } from '#lib/core/money.ts';
import { type Forecast, firstFinding } from '#lib/forecasts/forecast-contract.ts';
import type { HeldDocument } from '#lib/ledger-documents/document-contract.ts';
import type { RecordRow } from './list-contract.ts';
import type { RecordDetail } from './record-contract.ts';

/** Gives a row as the API answers it: amounts with at least two decimals, messages as they were sent, everything else as it is. */
export function toApiRecord({ toldMessage: _, ...row }: RecordRow) {
  return {
    ...row,
    amount: apiAmount(row.amount),
    syncedAmount: apiAmount(row.syncedAmount),
    difference: apiAmount(row.difference),
    waits: row.waits === null ? null : toApiWait(row.waits),
    forecast: row.forecast === null ? null : toApiForecast(row.forecast),
  };
}

function toApiForecast({ outcome, reasons, madeAt }: Forecast) {
  return {
    outcome,
    cause: firstFinding(reasons)?.cause ?? null,
    reasons: reasons.map((reason) => ({
      certainty: reason.certainty,
      rule: reason.rule,
      cause: reason.certainty === 'not_known' ? null : reason.cause,
      about: reason.certainty === 'not_known' ? null : reason.about,
      text: reason.words,
      remedy: reason.certainty === 'not_known' ? null : reason.remedy,
    })),
    madeAt,
  };
}

function toApiWait(wait: Wait) {
  return {
    reason: wait.reason,
    text: waitWords(wait, (instant) => instant),
    heldBy: wait.reason === 'held' ? wait.holder : null,
    heldUntil: wait.reason === 'held' ? wait.until : null,
    document: wait.reason === 'document' ? wait.document : null,
  };
}

/** Gives a whole record as the API answers it. */
export function toApiRecordDetail(record: RecordDetail) {
  const { toldMessage: _, ...rest } = record;
  return {
    ...rest,
    ...toApiRecord(record),
    lines: record.lines.map((line) => ({
      ...line,
      amount: apiAmount(line.amount),
      taxAmount: apiAmount(line.taxAmount),
      syncedAmount: apiAmount(line.syncedAmount),
    })),
    applies: record.applies.map((applied) => ({ ...applied, amount: apiAmount(applied.amount) })),
    paidBy: record.paidBy.map((paid) => ({ ...paid, amount: apiAmount(paid.amount) })),
    inLedger: record.inLedger === null ? null : toApiHolding(record.inLedger),
    explanation: record.explanation === null ? null : toApiExplanation(record.explanation),
    attempts: record.attempts.map((attempt) => ({
      ...attempt,
      sentAmount: apiAmount(attempt.sentAmount),
      syncedAmount: apiAmount(attempt.syncedAmount),
    })),
  };
}

function toApiHolding(held: HeldDocument) {
  const { externalKey, total, taxTotal, discount, balance, ...rest } = held;
  const money = { total: apiAmount(total), taxTotal: apiAmount(taxTotal), discount: apiAmount(discount) };
  return { ...rest, ledgerId: externalKey, ...money, balance: apiAmount(balance) };
}

function toApiExplanation({ difference, parts, rest }: DifferenceExplanation) {
  return {
    difference: apiAmount(difference),
    parts: parts.map((part) => ({ ...part, amount: apiAmount(part.amount) })),
    unexplained: apiAmount(rest),
  };
}

function apiAmount(amount: Amount | null): string | null {
  return amount === null ? null : toApiAmount(amount);
}
