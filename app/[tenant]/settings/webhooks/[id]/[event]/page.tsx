import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { getDelivery } from '#lib/webhooks/get-delivery.ts';
import type { Try } from '#lib/webhooks/webhook-contract.ts';
import styles from '../../../settings.module.css';
import { ReplayButton } from '../../_components/replay-button.tsx';
import { Standing } from '../../_components/standing.tsx';
import { deliveryStanding, itemsWords } from '../../_components/webhook-words.ts';
import own from '../../_components/webhooks.module.css';

type DeliveryPageProps = { params: Promise<{ tenant: string; id: string; event: string }> };

const SOON_MS = 15_000;

export const metadata: Metadata = { title: 'Event of a webhook' };

/** One event as it is sent to one webhook: its body, and each try with what was sent and what was answered. */
export default async function DeliveryPage({ params }: DeliveryPageProps) {
  const { tenant, id, event } = await params;
  const base = `/${tenant}/settings/webhooks/${id}`;
  const ctx = await pageContext(tenant, 'webhook:manage', `${base}/${event}`);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const { subscription, ...delivery } = await getDelivery(ctx, { id, eventId: event }).catch(orNotFound);
  const { nextTryAt, isUnderWay } = delivery;
  const isMoving =
    subscription.state === 'active' &&
    (isUnderWay || (nextTryAt !== null && Date.parse(nextTryAt) < Date.now() + SOON_MS));
  return (
    <section className={styles.section} aria-labelledby="event-title">
      <RefreshWhile isMoving={isMoving} everySeconds={1.2} />
      <p>
        <SoftLink href={base}>{subscription.url}</SoftLink>
      </p>
      <div className={own.row}>
        <h1 id="event-title" className={styles.title}>
          {delivery.type}
        </h1>
        <Standing {...deliveryStanding(delivery)} />
      </div>
      <dl className={styles.facts}>
        <dt>Happened</dt>
        <dd>
          <DateTime instant={delivery.createdAt} formats={formats} />
          {itemsOf(itemsWords(delivery.type, delivery.items, locale))}
        </dd>
        <dt>Id</dt>
        <dd>
          <code className={styles.code}>{delivery.eventId}</code>
        </dd>
        {nextTryAt === null || isUnderWay ? null : (
          <>
            <dt>Next try</dt>
            <dd>
              <DateTime instant={nextTryAt} formats={formats} />
            </dd>
          </>
        )}
      </dl>
      {subscription.state === 'active' ? <ReplayButton tenant={tenant} id={id} eventId={event} /> : null}
      <div className={own.part}>
        <h2 className={styles.subtitle}>Body</h2>
        <Text label="Body" text={indented(delivery.body)} />
      </div>
      <h2 className={styles.subtitle}>Tries</h2>
      {delivery.triesMade.length === 0 ? <p className={styles.empty}>It was not tried yet.</p> : null}
      {delivery.triesMade.map((one) => (
        <TryMade key={one.id} made={one} formats={formats} />
      ))}
      <p className={styles.zone}>Times are {nameOfZone(timeZone, new Date())}.</p>
    </section>
  );
}

function TryMade({ made, formats }: { made: Try; formats: Formats }) {
  const { at, durationMs, problem, status, requestHeaders, responseHeaders, responseBody, isBodyCut } = made;
  return (
    <article className={own.try} aria-label={`Try of ${at}`}>
      <p className={own.tryHead}>
        <Standing
          label={problem ?? `Answered with ${status}.`}
          icon={problem === null ? 'complete' : 'failed'}
          tone={problem === null ? 'good' : 'bad'}
        />
        <DateTime instant={at} formats={formats} />
        <span className={styles.nothing}>{durationMs.toLocaleString(formats.locale)} ms</span>
      </p>
      <div className={own.parts}>
        <div className={own.part}>
          <span className={own.label}>Headers sent</span>
          <Text label="Headers sent" text={lines(requestHeaders) || 'none: it was not sent'} />
        </div>
        <div className={own.part}>
          <span className={own.label}>Answer</span>
          <Text
            label="Answer"
            text={
              status === null
                ? 'none'
                : `${status}\n${lines(responseHeaders ?? {})}\n\n${responseBody ?? ''}${isBodyCut ? '\n… cut' : ''}`.trim()
            }
          />
        </div>
      </div>
    </article>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={own.pre} tabIndex={0} aria-label={label}>
      {text}
    </section>
  );
}

function lines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function indented(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}

function itemsOf(words: string | null): string {
  return words === null ? '' : `, ${words}`;
}

function orNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === 'not_found') notFound();
  throw error;
}
