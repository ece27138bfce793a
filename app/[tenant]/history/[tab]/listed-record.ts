import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { answerWords } from '#lib/causes/reading/answer-words.ts';
import { FORECAST_LABEL, type ForecastRule } from '#lib/forecasts/forecast-contract.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';

/** A message longer than this is shown by its beginning in the list, and whole in the record. */
const MESSAGE_MAX = 4_000;

type ListedMessage = {
  /** The ledger's exact words, or their beginning. */
  text: string;
  code: string | null;
  /** It is what the ledger's answer says: the job sent no message of its own. */
  isAnswer: boolean;
  /** Why it failed, in a word or three; null where that is not known. */
  cause: string | null;
  /** How many characters the message has in all, if these are only its beginning. */
  fullLength: number | null;
};

/** `text`: as the chip reads; `why`: the whole sentence. */
type ListedForecast = { outcome: 'will_fail' | 'may_fail'; text: string; why: string };

/** What the browser is sent of a record to draw its row: what the row shows, and nothing else. */
export type ListedRecord = Pick<
  RecordRow,
  | 'id'
  | 'source'
  | 'amount'
  | 'currency'
  | 'payer'
  | 'billingOrg'
  | 'shipmentId'
  | 'sourceStatus'
  | 'documentDate'
  | 'syncStatus'
  | 'syncDate'
  | 'pendingSince'
  | 'lastAttemptAt'
  | 'referenceNumber'
  | 'syncedAmount'
  | 'syncedCurrency'
  | 'difference'
  | 'comparison'
  | 'isByHand'
  | 'statusSetAt'
  | 'statusSetByName'
  | 'statusReason'
  | 'waits'
> & {
  /** Its number, or its id in the source if it has none. */
  label: string;
  /** Why it failed; null for a complete one. */
  message: ListedMessage | null;
  /** Whether it will be refused, and why; null where that is not to be feared, or another part of the row says so. */
  forecast: ListedForecast | null;
  /** What else a person should know of it. */
  notes: string[];
};

/** Takes a record; gives what its row in the list shows of it. */
export function toListedRecord(record: RecordRow): ListedRecord {
  return {
    id: record.id,
    label: record.number ?? record.sourceId,
    source: record.source,
    amount: record.amount,
    currency: record.currency,
    payer: record.payer,
    billingOrg: record.billingOrg,
    shipmentId: record.shipmentId,
    sourceStatus: record.sourceStatus,
    documentDate: record.documentDate,
    syncStatus: record.syncStatus,
    syncDate: record.syncDate,
    pendingSince: record.pendingSince,
    lastAttemptAt: record.lastAttemptAt,
    referenceNumber: record.referenceNumber,
    syncedAmount: record.syncedAmount,
    syncedCurrency: record.syncedCurrency,
    difference: record.difference,
    comparison: record.comparison,
    isByHand: record.isByHand,
    statusSetAt: record.statusSetAt,
    statusSetByName: record.statusSetByName,
    statusReason: record.statusReason,
    waits: record.waits,
    message: messageOf(record),
    forecast: forecastOf(record),
    notes: notesOf(record),
  };
}

function messageOf({ syncStatus, errorMessage, toldMessage, errorCode, cause }: RecordRow): ListedMessage | null {
  const answer = errorMessage === null ? answerWords(toldMessage) : null;
  const text = errorMessage ?? answer ?? errorCode;
  if (syncStatus === 'complete' || text === null) return null;
  return {
    text: text.slice(0, MESSAGE_MAX),
    code: text === errorCode ? null : errorCode,
    isAnswer: answer !== null,
    cause: cause === null || cause === 'unknown' ? null : CAUSE_LABEL[cause],
    fullLength: text.length > MESSAGE_MAX ? text.length : null,
  };
}

/** What a row waits for says the same of its source status and of the documents that it pays. */
const SAID_BY_WAIT: readonly ForecastRule[] = ['source_status', 'payment_order'];

function forecastOf({ forecast, waits }: RecordRow): ListedForecast | null {
  const found = forecast?.reasons.find(
    ({ certainty, rule }) => certainty !== 'not_known' && (waits === null || !SAID_BY_WAIT.includes(rule)),
  );
  if (found === undefined || found.certainty === 'not_known') return null;
  const text = `${FORECAST_LABEL[found.certainty]}: ${CAUSE_LABEL[found.cause].toLowerCase()}`;
  return { outcome: found.certainty, text, why: `${found.words} ${found.remedy}` };
}

function notesOf(record: RecordRow): string[] {
  return [
    record.excludedAt === null ? null : `Excluded${record.excludedReason === null ? '' : `: ${record.excludedReason}`}`,
    record.isInDoubt ? 'In doubt' : null,
    record.isVoidInLedger ? 'Void here, still in the ledger' : null,
    record.isAlreadyInLedger ? 'Already in the ledger' : null,
    record.isTriedAfterClosing ? 'Tried again after closing' : null,
    record.hasTwoReferences ? 'Two references' : null,
    record.isChangedSinceSync ? 'Changed since sync' : null,
    record.isChangedSinceFailed ? 'Changed since it failed' : null,
  ].filter((note) => note !== null);
}
