import { DOCUMENT_STATUS_WORDS } from '#components/adoption/adoption-words.ts';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { isZero } from '#lib/core/money.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './total-vs-synced.module.css';

type LedgerHoldingProps = { record: RecordDetail; formats: Formats };

/** What the ledger itself holds of the document, as it was last read, and why that is another amount. */
export function LedgerHolding({ record, formats }: LedgerHoldingProps) {
  const { inLedger, explanation } = record;
  if (inLedger === null && explanation === null) return null;
  return (
    <div className={styles.holding}>
      {explanation === null ? null : <Reasons record={record} formats={formats} />}
      {inLedger === null ? null : <Held record={record} held={inLedger} formats={formats} />}
    </div>
  );
}

function Reasons({ record, formats: { locale } }: LedgerHoldingProps) {
  const { explanation, currency } = record;
  if (explanation === null) return null;
  const { parts, rest } = explanation;
  return (
    <ul className={styles.reasons} aria-label="Why the amounts differ">
      {parts.map(({ reason, words, evidence, certainty, amount, lineNos }) => (
        <li key={`${reason} ${lineNos.join()} ${evidence}`}>
          <span>
            {words}{' '}
            <span className={styles.evidence}>
              {certainty === 'likely' ? `Probably: ${evidence}.` : `${sentence(evidence)}.`}
            </span>
          </span>
          {amount === null ? null : <Money amount={amount} currency={currency} locale={locale} isSigned />}
        </li>
      ))}
      {rest === null || isZero(rest) ? null : (
        <li>
          <span>Not explained{parts.length === 0 ? '' : ', the rest'}.</span>
          <Money amount={rest} currency={currency} locale={locale} isSigned />
        </li>
      )}
    </ul>
  );
}

type HeldProps = LedgerHoldingProps & { held: NonNullable<RecordDetail['inLedger']> };

function Held({ record, held, formats }: HeldProps) {
  const { name } = LEDGER_WORDS[held.ledger];
  const isSame = held.total !== null && held.total === record.amount && held.currency === record.currency;
  const isGone = held.status === 'voided' || held.status === 'deleted';
  return (
    <p>
      In {name}: <Money amount={held.total} currency={held.currency} locale={formats.locale} />
      {isSame && !isGone ? ', the same total' : ''}. {DOCUMENT_STATUS_WORDS[held.status]}, read{' '}
      <DateTime instant={held.readAt} formats={formats} />.
      {held.address === null ? null : (
        <>
          {' '}
          <a href={held.address} target="_blank" rel="noreferrer">
            Open it in {name}
          </a>
        </>
      )}
    </p>
  );
}

function sentence(evidence: string): string {
  return evidence.charAt(0).toUpperCase() + evidence.slice(1);
}
