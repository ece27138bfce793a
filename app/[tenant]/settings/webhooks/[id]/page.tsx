import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listDeliveries } from '#lib/webhooks/list-deliveries.ts';
import { DELIVERY_STATES, type DeliveryState, type SubscriptionDetail } from '#lib/webhooks/webhook-contract.ts';
import styles from '../../settings.module.css';
import { DeliveryTable } from '../_components/delivery-table.tsx';
import { OffNotices } from '../_components/off-notices.tsx';
import { Standing } from '../_components/standing.tsx';
import { WebhookActs } from '../_components/webhook-acts.tsx';
import { subscriptionStanding } from '../_components/webhook-words.ts';
import own from '../_components/webhooks.module.css';

type WebhookPageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;
const CURSOR_MAX = 2_000;
const SOON_MS = 15_000;
const FILTERS: readonly { state: DeliveryState | null; label: string }[] = [
  { state: null, label: 'All' },
  { state: 'failed', label: 'Given up' },
  { state: 'waiting', label: 'Waiting' },
  { state: 'delivered', label: 'Arrived' },
];

export const metadata: Metadata = { title: 'Webhook' };

/** One webhook: how it does, what can be done with it, and every event that was sent to it. */
export default async function WebhookPage({ params, searchParams }: WebhookPageProps) {
  const [{ tenant, id }, { cursor, state: asked }] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/settings/webhooks/${id}`;
  const ctx = await pageContext(tenant, 'webhook:manage', path);
  const state = DELIVERY_STATES.find((known) => known === asked) ?? null;
  const { subscription, ...page } = await listDeliveries(ctx, {
    id,
    state,
    limit: PAGE_SIZE,
    cursor: typeof cursor === 'string' && cursor.length <= CURSOR_MAX ? cursor : null,
  }).catch(orNotFound);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const hrefOf = (values: Record<string, string | null>) => {
    const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
    return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
  };
  const now = Date.now();
  const isMoving =
    subscription.state === 'active' &&
    page.deliveries.some(
      (one) => one.isUnderWay || (one.nextTryAt !== null && Date.parse(one.nextTryAt) < now + SOON_MS),
    );
  return (
    <section className={styles.section} aria-labelledby="webhook-title">
      <RefreshWhile isMoving={isMoving} everySeconds={1.2} />
      <p>
        <SoftLink href={`/${tenant}/settings/webhooks`}>All webhooks</SoftLink>
      </p>
      <div className={own.row}>
        <h1 id="webhook-title" className={`${styles.title} ${own.url}`}>
          {subscription.url}
        </h1>
        <Standing {...subscriptionStanding(subscription)} />
      </div>
      <OffNotices tenant={tenant} subscriptions={[subscription]} formats={formats} />
      <WebhookActs tenant={tenant} subscription={subscription} formats={formats} />
      <Facts subscription={subscription} formats={formats} />

      <div className={own.row}>
        <h2 className={styles.subtitle}>Events sent</h2>
        <nav className={own.filters} aria-label="Which events">
          {FILTERS.map(({ state: one, label }) => (
            <SoftLink
              key={label}
              className={own.filter}
              href={hrefOf({ state: one })}
              aria-current={one === state ? 'true' : undefined}
            >
              {label}
              {one === 'failed' && subscription.failed > 0 ? ` ${subscription.failed.toLocaleString(locale)}` : ''}
              {one === 'waiting' && subscription.waiting > 0 ? ` ${subscription.waiting.toLocaleString(locale)}` : ''}
            </SoftLink>
          ))}
        </nav>
      </div>
      <DeliveryTable base={path} deliveries={page.deliveries} isFiltered={state !== null} formats={formats} />
      {page.previousCursor === null && page.nextCursor === null ? null : (
        <Pager
          label="Pages of events"
          previous={{ label: 'Newer', href: page.previousCursor && hrefOf({ state, cursor: page.previousCursor }) }}
          next={{ label: 'Older', href: page.nextCursor && hrefOf({ state, cursor: page.nextCursor }) }}
        />
      )}
      <p className={styles.zone}>
        Times are {nameOfZone(timeZone, new Date())}. Events are kept for 30 days. They may arrive twice, or out of
        order.
      </p>
    </section>
  );
}

function Facts({ subscription, formats }: { subscription: SubscriptionDetail; formats: Formats }) {
  const { events, createdByName, createdAt, lastDeliveredAt, failingSince, lastProblem, heldUntil } = subscription;
  return (
    <dl className={styles.facts}>
      <dt>Hears of</dt>
      <dd>
        {events.map((type, index) => (
          <span key={type}>
            {index === 0 ? '' : ', '}
            <code className={own.type}>{type}</code>
          </span>
        ))}
      </dd>
      <dt>Made by</dt>
      <dd>
        {createdByName}, <DateTime instant={createdAt} formats={formats} />
      </dd>
      <dt>Last arrived</dt>
      <dd>{lastDeliveredAt === null ? 'never' : <DateTime instant={lastDeliveredAt} formats={formats} />}</dd>
      {failingSince === null ? null : (
        <>
          <dt>Failing since</dt>
          <dd>
            <DateTime instant={failingSince} formats={formats} />. {lastProblem}
            {heldUntil === null ? null : (
              <>
                {' '}
                Tried again <DateTime instant={heldUntil} formats={formats} />.
              </>
            )}
          </dd>
        </>
      )}
      {subscription.previousSecretUntil === null ? null : (
        <>
          <dt>Old secret</dt>
          <dd>
            signs too until <DateTime instant={subscription.previousSecretUntil} formats={formats} />
          </dd>
        </>
      )}
    </dl>
  );
}

function orNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === 'not_found') notFound();
  throw error;
}
