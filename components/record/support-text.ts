import { answerWords } from '#lib/causes/reading/answer-words.ts';
import { KIND_LABEL, STATUS_LABEL } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { LEDGER_LABEL } from './record-parties.ts';

const ATTEMPTS_MAX = 5;

/**
 * Takes a record and the address of its page; gives what somebody needs to find it and to understand its failure, as
 * plain lines. Nothing secret: no payload, no e-mail address, no name of a customer beyond the ledger's own message.
 */
export function supportText(record: RecordDetail, address: string): string {
  const lines: [string, string | null][] = [
    [KIND_LABEL[record.kind].one, record.number ?? record.sourceId],
    ['Page', address],
    ['Record id', record.id],
    ['Id in the source', `${record.sourceId} (${record.source})`],
    ['Status', `${STATUS_LABEL[record.syncStatus]}${record.isByHand ? ' by hand' : ''}`],
    ['Amount', moneyText(record.amount, record.currency)],
    ['Synced', moneyText(record.syncedAmount, record.syncedCurrency)],
    ['Reference number', record.referenceNumber],
    ['Ledger', connectionText(record.connection)],
    ['First received', record.createdAt],
    ['Last tried', record.lastAttemptAt],
    ['Last synced', record.syncedAt],
    ['Error code', record.errorCode],
    ['Message', record.errorMessage],
    ['From the ledger’s answer', answerWords(record.toldMessage)?.replaceAll('\n', '; ') ?? null],
  ];
  const attempts = record.attempts
    .slice(0, ATTEMPTS_MAX)
    .map(({ attemptedAt, outcome, externalId, errorCode }) =>
      [attemptedAt, outcome, externalId, errorCode].filter((part) => part !== null).join(' '),
    );
  return [
    ...lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])),
    ...(attempts.length === 0 ? [] : [`Attempts (${record.attemptCount}):`, ...attempts.map((line) => `- ${line}`)]),
  ].join('\n');
}

function moneyText(amount: string | null, currency: string | null): string | null {
  return amount === null ? null : `${amount} ${currency ?? ''}`.trim();
}

function connectionText(connection: RecordDetail['connection']): string | null {
  if (connection === null) return null;
  return `${connection.companyName}, ${LEDGER_LABEL[connection.ledger]} ${connection.companyId}`;
}
