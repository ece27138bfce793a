import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Subscription } from '#lib/webhooks/webhook-contract.ts';
import styles from '../../settings.module.css';
import { Standing } from './standing.tsx';
import { subscriptionStanding } from './webhook-words.ts';
import own from './webhooks.module.css';

type WebhookTableProps = { tenant: string; subscriptions: Subscription[]; formats: Formats };

/** The webhooks with how each does; the address leads to its log. */
export function WebhookTable({ tenant, subscriptions, formats }: WebhookTableProps) {
  if (subscriptions.length === 0) {
    return <p className={styles.empty}>There is no webhook yet. Without one, a job asks for pending records itself.</p>;
  }
  return (
    <table className={`${styles.table} ${own.log}`}>
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Events</th>
          <th scope="col">Last arrived</th>
          <th scope="col">Made by</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map((subscription) => (
          <tr key={subscription.id}>
            <td>
              <SoftLink className={own.url} href={`/${tenant}/settings/webhooks/${subscription.id}`}>
                {subscription.url}
              </SoftLink>
              {subscription.failingSince === null || subscription.state !== 'active' ? null : (
                <span className={styles.aside}>
                  {subscription.lastProblem} Nothing arrived since{' '}
                  <DateTime instant={subscription.failingSince} formats={formats} />.
                </span>
              )}
            </td>
            <td data-label="Events">
              <span className={styles.words}>
                {subscription.events.map((type) => (
                  <code key={type} className={own.type}>
                    {type}
                  </code>
                ))}
              </span>
            </td>
            <td data-label="Last arrived">
              {subscription.lastDeliveredAt === null ? (
                <span className={styles.nothing}>never</span>
              ) : (
                <DateTime instant={subscription.lastDeliveredAt} formats={formats} />
              )}
            </td>
            <td data-label="Made by">{subscription.createdByName}</td>
            <td>
              <Standing {...subscriptionStanding(subscription)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
