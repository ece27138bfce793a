import type { ReactNode } from 'react';
import { RawPayload } from '#components/record/raw-payload.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import type { UnmatchedAttempt } from '#lib/inbox/inbox-contract.ts';
import { carrierName } from '#lib/ingest/carrier-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import styles from './inbox.module.css';

type UnmatchedAttemptsProps = { attempts: UnmatchedAttempt[]; formats: Formats };

/** Attempts whose record nobody has sent, as they were reported. Each links itself when its record comes. */
export function UnmatchedAttempts({ attempts, formats }: UnmatchedAttemptsProps) {
  return (
    <ol className={styles.list} aria-label="Attempts without a record">
      {attempts.map((attempt) => (
        <li key={attempt.id} className={styles.item}>
          <p className={styles.head}>
            <StatusBadge status={attempt.outcome} />
            <strong>
              {KIND_LABEL[attempt.kind].one} {attempt.sourceId}
            </strong>
            <DateTime instant={attempt.attemptedAt} formats={formats} />
          </p>
          {attempt.errorMessage === null ? null : <p className={styles.message}>{attempt.errorMessage}</p>}
          <dl className={styles.facts}>
            <Fact name="Looked for at">{attempt.source}</Fact>
            <Fact name="Job’s id">{attempt.externalId}</Fact>
            {attempt.errorCode === null ? null : <Fact name="Code">{attempt.errorCode}</Fact>}
            {attempt.referenceNumber === null ? null : <Fact name="Reference">{attempt.referenceNumber}</Fact>}
            {attempt.syncedAmount === null ? null : (
              <Fact name="Synced">
                <Money amount={attempt.syncedAmount} currency={attempt.syncedCurrency} locale={formats.locale} />
              </Fact>
            )}
            <Fact name="Received">
              <DateTime instant={attempt.receivedAt} formats={formats} />
            </Fact>
            {carrierName(attempt) === null ? null : <Fact name="By">{carrierName(attempt)}</Fact>}
          </dl>
          {attempt.raw === null ? null : <RawPayload raw={attempt.raw} isOpenAtFirst={false} />}
        </li>
      ))}
    </ol>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
