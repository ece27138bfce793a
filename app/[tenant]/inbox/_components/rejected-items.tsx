import { RawPayload } from '#components/record/raw-payload.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import type { RejectedItem } from '#lib/inbox/inbox-contract.ts';
import { carrierName } from '#lib/ingest/carrier-contract.ts';
import styles from './inbox.module.css';

const CALL: Record<RejectedItem['call'], string> = { records: 'Record', attempts: 'Attempt' };

/** Items that a call refused: why, and exactly what was received. */
export function RejectedItems({ items, formats }: { items: RejectedItem[]; formats: Formats }) {
  return (
    <ol className={styles.list} aria-label="Rejected items">
      {items.map((item) => (
        <li key={item.id} className={styles.item}>
          <p className={styles.head}>
            <strong>
              {CALL[item.call]} from {carrierName(item) ?? item.source}
            </strong>
            <DateTime instant={item.lastAt} formats={formats} />
          </p>
          <ul className={styles.errors}>
            {item.errors.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                <code>{field}</code> {message}
              </li>
            ))}
          </ul>
          <dl className={styles.facts}>
            <div>
              <dt>Sent</dt>
              <dd>{item.times === 1 ? 'once' : `${formatCount(item.times, formats.locale)} times`}</dd>
            </div>
            {item.times === 1 ? null : (
              <div>
                <dt>First</dt>
                <dd>
                  <DateTime instant={item.firstAt} formats={formats} />
                </dd>
              </div>
            )}
            <div>
              <dt>Source</dt>
              <dd>{item.source}</dd>
            </div>
            <div>
              <dt>Request</dt>
              <dd>{item.requestId}</dd>
            </div>
          </dl>
          <RawPayload raw={item.item} isOpenAtFirst={false} />
        </li>
      ))}
    </ol>
  );
}
