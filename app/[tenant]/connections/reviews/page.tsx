import type { Metadata } from 'next';
import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { dayOf } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { nextDues } from '#lib/reviews/due-days.ts';
import { listReviews } from '#lib/reviews/list-reviews.ts';
import { getTenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import notices from '../../notices/_components/notices.module.css';
import { BeginButton } from './_components/begin-button.tsx';
import styles from './_components/reviews.module.css';

export const metadata: Metadata = { title: 'Health checks' };

/** The health checks there were, the newest first: those that wait for a signature, and the history. */
export default async function ReviewsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/connections/reviews`);
  const [reviews, { reviewEvery }] = await Promise.all([listReviews(ctx), getTenantSettings(ctx)]);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const [next] = nextDues(dayOf(new Date(), timeZone), reviewEvery, 1);
  return (
    <section className={notices.section} aria-labelledby="reviews-title">
      <div className={notices.head}>
        <h1 id="reviews-title" className={notices.title}>
          Health checks
        </h1>
        {ctx.permissions.has('review:sign') ? <BeginButton tenant={tenant} /> : null}
      </div>
      <p className={notices.lead}>
        Tieout runs every check, and somebody reads what it found and signs. What was shown then is kept for ever.{' '}
        {next === undefined ? (
          'None comes by itself: that is switched off under Settings, Notices.'
        ) : (
          <>
            The next comes by itself on <CalendarDay day={next} formats={formats} />.
          </>
        )}
      </p>
      {reviews.length === 0 ? (
        <p className={notices.empty}>There was no health check yet.</p>
      ) : (
        <ul className={styles.list}>
          {reviews.map(({ id, dueOn, openedByName, signedAt, signedByName, note }) => (
            <li key={id} className={styles.row}>
              <div className={styles.words}>
                <SoftLink className={styles.name} href={`/${tenant}/connections/reviews/${id}`}>
                  Health check of <CalendarDay day={dueOn} formats={formats} />
                </SoftLink>
                <span className={styles.aside}>Begun by {openedByName}</span>
                {note === null ? null : <span className={styles.note}>{note}</span>}
              </div>
              {signedAt === null ? (
                <span className={styles.standing} data-tone="waiting">
                  <Icon name="pending" /> Waits for a signature
                </span>
              ) : (
                <span className={styles.standing} data-tone="good">
                  <Icon name="complete" />
                  <span>
                    Signed by {signedByName}, <DateTime instant={signedAt} formats={formats} />
                  </span>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
