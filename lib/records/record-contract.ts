import type { DifferenceExplanation } from '#lib/amounts/amount-contract.ts';
import type { Amount } from '#lib/core/money.ts';
import type { Carrier } from '#lib/ingest/carrier-contract.ts';
import type { HeldDocument } from '#lib/ledger-documents/document-contract.ts';
import type { Kind } from './kinds.ts';
import type { RecordRow } from './list-contract.ts';

export type RecordLine = {
  lineNo: number;
  description: string | null;
  quantity: string | null;
  unitAmount: string | null;
  amount: Amount | null;
  accountCode: string | null;
  itemCode: string | null;
  taxCode: string | null;
  taxAmount: Amount | null;
  tracking: { name: string; option: string }[] | null;
  syncedAmount: Amount | null;
};

/** One try to write the record, exactly as it was reported. */
export type RecordAttempt = Carrier & {
  id: string;
  externalId: string;
  /** `unknown` is Tieout's own: a sync job took the record and said nothing in time. It is dated at the claim. */
  outcome: 'complete' | 'failed' | 'unknown';
  attemptedAt: string;
  receivedAt: string;
  source: string;
  connection: { ledger: 'qbo' | 'xero'; companyId: string; companyName: string } | null;
  sentAmount: Amount | null;
  sentCurrency: string | null;
  referenceNumber: string | null;
  syncedAmount: Amount | null;
  syncedCurrency: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** The payload as received, byte for byte; null if none was sent. */
  raw: string | null;
  contentVersion: number | null;
};

export type RecordEvent = {
  id: string;
  at: string;
  actor: { type: 'person' | 'api_key' | 'hook' | 'job'; name: string };
  action: string;
  before: unknown;
  after: unknown;
  note: string | null;
  /** The change of many records that this was part of. */
  bulkOperationId: string | null;
};

/** What a payment pays, or what pays a document. `recordId` is null while the other side has not arrived. */
export type RecordApplication = {
  kind: Kind;
  sourceId: string;
  recordId: string | null;
  number: string | null;
  amount: Amount;
};

/** One record whole. Attempts and events are newest first. */
export type RecordDetail = RecordRow & {
  payerEmail: string | null;
  billingOrgEmail: string | null;
  sourceName: string;
  connection: { ledger: 'qbo' | 'xero'; companyId: string; companyName: string } | null;
  sourceUpdatedAt: string | null;
  contentVersion: number;
  syncedContentVersion: number | null;
  syncedAt: string | null;
  createdAt: string;
  lines: RecordLine[];
  applies: RecordApplication[];
  paidBy: RecordApplication[];
  attempts: RecordAttempt[];
  /** Where the attempts go on that are earlier than these; null if there are none. */
  earlierAttemptsCursor: string | null;
  events: RecordEvent[];
  /** What the ledger holds of it, as it was last read; null where nothing was read under its reference. */
  inLedger: HeldDocument | null;
  /** Of an invoice or a bill: why the ledger holds another amount; null where none differs, or nothing is known. */
  explanation: DifferenceExplanation | null;
};

/** A note of a person is at most so many characters. */
export const NOTE_MAX = 2_000;
