import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Delivery } from '#lib/webhooks/webhook-contract.ts';
import styles from '../../settings.module.css';
import { Standing } from './standing.tsx';
import { deliveryStanding, itemsWords } from './webhook-words.ts';
import own from './webhooks.module.css';

type DeliveryTableProps = {
  /** The address of the webhook's page. */
  base: string;
  deliveries: Delivery[];
  isFiltered: boolean;
  formats: Formats;
};

/** Events and what became of each, the newest first. */
export function DeliveryTable({ base, deliveries, isFiltered, formats }: DeliveryTableProps) {
  if (deliveries.length === 0) {
    return (
      <p className={styles.empty}>
        {isFiltered ? 'No event is in this state.' : 'Nothing was sent yet. Send a test to see whether it arrives.'}
      </p>
    );
  }
  return (
    <table className={`${styles.table} ${own.log}`}>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Happened</th>
          <th scope="col">Tries</th>
          <th scope="col">Answer</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <tr key={delivery.eventId}>
            <td>
              <SoftLink className={own.type} href={`${base}/${delivery.eventId}`}>
                {delivery.type}
              </SoftLink>
              <span className={styles.aside}>{itemsWords(delivery.type, delivery.items, formats.locale)}</span>
            </td>
            <td data-label="Happened">
              <DateTime instant={delivery.createdAt} formats={formats} />
            </td>
            <td data-label="Tries">{delivery.tries}</td>
            <td data-label="Answer">
              <Answer delivery={delivery} formats={formats} />
            </td>
            <td>
              <Standing {...deliveryStanding(delivery)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Answer({ delivery, formats }: { delivery: Delivery; formats: Formats }) {
  const { lastProblem, lastStatus, nextTryAt, tries, isUnderWay } = delivery;
  if (tries === 0) return <span className={styles.nothing}>none yet</span>;
  return (
    <span className={own.problem}>
      {lastProblem ?? lastStatus}
      {nextTryAt === null || isUnderWay ? null : (
        <span className={styles.aside}>
          next try <DateTime instant={nextTryAt} formats={formats} />
        </span>
      )}
    </span>
  );
}
