import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Subscription } from '#lib/webhooks/webhook-contract.ts';
import { OFF_WORDS } from './webhook-words.ts';
import styles from './webhooks.module.css';

type OffNoticesProps = { tenant: string; subscriptions: Subscription[]; formats: Formats };

/** Says which webhooks were switched off, why, and since when nothing arrives: they tell nobody anything any more. */
export function OffNotices({ tenant, subscriptions, formats }: OffNoticesProps) {
  const off = subscriptions.filter(({ state }) => state === 'off');
  if (off.length === 0) return null;
  return (
    <div className={styles.notices}>
      {off.map(({ id, url, offReason, lastDeliveredAt }) => (
        <p key={id} className={styles.notice} role="status">
          <strong>
            <SoftLink href={`/${tenant}/settings/webhooks/${id}`}>{url}</SoftLink> was switched off.
          </strong>{' '}
          {offReason === null ? null : OFF_WORDS[offReason]}{' '}
          {lastDeliveredAt === null ? (
            'No event ever arrived there.'
          ) : (
            <>
              The last event arrived <DateTime instant={lastDeliveredAt} formats={formats} />.
            </>
          )}
        </p>
      ))}
    </div>
  );
}
