import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { formatAmount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AppError } from '#lib/core/app-error.ts';
import { toAmount } from '#lib/core/money.ts';
import { followOne } from '#lib/guidance/follow-one.ts';
import type { FollowedOne } from '#lib/guidance/guidance-contract.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LiveRefresh } from '../../../_components/live-refresh.tsx';
import { outcomeWords } from '../../outcome-words.ts';
import styles from '../../why.module.css';

type TestPageProps = {
  params: Promise<{ tenant: string; record: string }>;
  searchParams: Promise<{ since?: string | string[] }>;
};

export const metadata: Metadata = { title: 'Test one' };

/** The one record that was put back: whether its next try came, and what landed. */
export default async function TestPage({ params, searchParams }: TestPageProps) {
  const [{ tenant, record: id }, { since: asked }] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/why/test/${encodeURIComponent(id)}`;
  const ctx = await pageContext(tenant, 'record:read', path);
  const now = new Date();
  const since = typeof asked === 'string' && !Number.isNaN(Date.parse(asked)) ? new Date(asked) : null;
  let one: FollowedOne;
  try {
    one = await followOne(ctx, id, since);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
  // From here on the address says since when, whatever happens to the record.
  if (since === null) redirect(`${path}?since=${encodeURIComponent(one.since)}`);

  const { locale, timeZone } = ctx.tenant;
  const { record, attempt, state } = one;
  const { title, lines } = outcomeWords(one, now, { locale, timeZone });
  const money = (amount: string | null, currency: string | null) =>
    amount === null ? 'none' : `${formatAmount(toAmount(amount), currency, locale)} ${currency ?? ''}`.trim();
  const isOpen = state === 'waiting' || state === 'held';
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      {isOpen ? <RefreshWhile everySeconds={20} /> : null}
      <header className={styles.section}>
        <nav className={styles.head} aria-label="Where this is">
          <SoftLink href={`/${tenant}/why`}>All guided runs</SoftLink>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, now)}</span>
        </nav>
        <h1 className={styles.title}>Test one: {record.number}</h1>
        <p>
          <SoftLink href={`/${tenant}/records/${record.id}`}>See the record</SoftLink>
        </p>
      </header>
      <div className={styles.outcome} data-state={state} role="status">
        <h2>{title}</h2>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {attempt === null ? null : (
        <section className={styles.section} aria-labelledby="landed">
          <h2 id="landed" className={styles.subtitle}>
            What landed
          </h2>
          <dl className={styles.landed}>
            <div>
              <dt>Sent</dt>
              <dd>{money(record.amount, record.currency)}</dd>
            </div>
            <div>
              <dt>In the ledger</dt>
              <dd>{money(attempt.syncedAmount, attempt.syncedCurrency)}</dd>
            </div>
            <div>
              <dt>Difference</dt>
              <dd>
                {state !== 'arrived' || one.difference === null
                  ? 'not compared'
                  : money(one.difference, record.currency)}
              </dd>
            </div>
            <div>
              <dt>Reference number</dt>
              <dd>{attempt.referenceNumber ?? 'none'}</dd>
            </div>
          </dl>
          {attempt.errorMessage === null ? null : <p className={styles.message}>{attempt.errorMessage}</p>}
        </section>
      )}
    </div>
  );
}
