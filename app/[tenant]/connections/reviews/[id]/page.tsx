import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AppError } from '#lib/core/app-error.ts';
import { currentPerson, pageContext } from '#lib/http/page-context.ts';
import { getReview } from '#lib/reviews/list-reviews.ts';
import notices from '../../../notices/_components/notices.module.css';
import { PrintButton } from '../_components/print-button.tsx';
import { ReviewFindings } from '../_components/review-findings.tsx';
import styles from '../_components/reviews.module.css';
import { SignForm } from '../_components/sign-form.tsx';
import { WhileChecking } from '../_components/while-checking.tsx';

export const metadata: Metadata = { title: 'Health check' };

/** One health check: what it found, and who signed it, or the form to sign it. */
export default async function ReviewPage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/connections/reviews/${id}`);
  const review = await getReview(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  });
  const { locale, timeZone, name } = ctx.tenant;
  const formats = { locale, timeZone };
  const { dueOn, signedAt, signedByName, note, result, isChecking } = review;
  const person = await currentPerson();
  return (
    <article className={notices.section} aria-labelledby="review-title">
      <p className={styles.back}>
        <SoftLink href={`/${tenant}/connections/reviews`}>All health checks</SoftLink>
      </p>
      <div className={notices.head}>
        <h1 id="review-title" className={notices.title}>
          Health check of {name}, <CalendarDay day={dueOn} formats={formats} />
        </h1>
        <PrintButton />
      </div>
      {signedAt === null ? (
        <WhileChecking isChecking={isChecking} />
      ) : (
        <dl className={styles.signed}>
          <dt>Signed by</dt>
          <dd>{signedByName}</dd>
          <dt>Signed on</dt>
          <dd>
            <DateTime instant={signedAt} formats={formats} />
          </dd>
          {note === null ? null : (
            <>
              <dt>Note</dt>
              <dd className={styles.note}>{note}</dd>
            </>
          )}
        </dl>
      )}
      <ReviewFindings tenant={tenant} result={result} formats={formats} isSigned={signedAt !== null} />
      {signedAt === null && ctx.permissions.has('review:sign') ? (
        <SignForm tenant={tenant} id={id} name={person?.name ?? ''} />
      ) : null}
      <p className={notices.zone}>Times are {nameOfZone(timeZone, new Date())}.</p>
    </article>
  );
}
