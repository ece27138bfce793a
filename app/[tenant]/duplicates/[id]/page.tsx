import type { Metadata } from 'next';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Duplicate } from '#lib/duplicates/duplicate-contract.ts';
import { headlineOf, whyOf } from '#lib/duplicates/duplicate-words.ts';
import { getDuplicate } from '#lib/duplicates/get-duplicate.ts';
import { remedyFor } from '#lib/duplicates/remedy.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { orNotFound } from '../../connections/[id]/_components/page-steps.tsx';
import styles from '../../connections/[id]/lists.module.css';
import own from '../_components/duplicates.module.css';
import { DecideForm } from './_components/decide-form.tsx';
import { LookAgain } from './_components/look-again.tsx';
import { SideBySide } from './_components/side-by-side.tsx';

type PageProps = { params: Promise<{ tenant: string; id: string }> };

export const metadata: Metadata = { title: 'Side by side' };

/** Those that look alike, side by side: what differs, what hangs on each, and what to do. */
export default async function DuplicatePage({ params }: PageProps) {
  const { tenant, id } = await params;
  const path = `/${tenant}/duplicates/${encodeURIComponent(id)}`;
  const ctx = await pageContext(tenant, 'duplicate:read', path);
  const duplicate = await orNotFound(getDuplicate(ctx, id));
  const formats = { locale: ctx.tenant.locale, timeZone: ctx.tenant.timeZone };
  const mayDecide = ctx.permissions.has('duplicate:dismiss');
  const { members, dismissed, state } = duplicate;
  const { warning, steps, notes } = remedyFor({
    subject: duplicate.subject,
    kind: duplicate.kind,
    ledger: duplicate.ledger,
    paid: members.filter(({ payments }) => payments.length > 0).length,
    count: members.length,
    synced: members.filter(({ records }) => records.length > 0).length,
    keep: mostUsed(duplicate),
  });
  return (
    <div className={styles.page}>
      <header className={styles.section}>
        <div className={styles.top}>
          <SoftLink href={`/${tenant}/duplicates${duplicate.subject === 'contact' ? '' : '?show=documents'}`}>
            All duplicates
          </SoftLink>
          <span className={styles.quiet}>Times are {nameOfZone(formats.timeZone, new Date())}</span>
        </div>
        <h1 className={styles.title}>{headlineOf(duplicate)}</h1>
        <p className={styles.lead}>
          {whyOf(duplicate.reasons)}. {duplicate.companyName === null ? null : `In ${duplicate.companyName}. `}
          Found <DateTime instant={duplicate.foundAt} formats={formats} />, seen last{' '}
          <DateTime instant={duplicate.lastSeenAt} formats={formats} />.
        </p>
        {members.length > 2 ? (
          <p className={styles.quiet}>
            {formatCount(members.length, formats.locale)} are all alike; the reasons are those of the surest two.
          </p>
        ) : null}
      </header>
      {state === 'gone' ? (
        <Notice>
          <p>It is settled: one of them is no longer in use, or they no longer look alike. Nothing is to be done.</p>
        </Notice>
      ) : null}
      {dismissed === null ? null : (
        <Notice>
          <p>
            Not a duplicate, says {dismissed.by}, <DateTime instant={dismissed.at} formats={formats} />:{' '}
            {dismissed.reason}
          </p>
        </Notice>
      )}
      <section className={styles.section} aria-labelledby="side-by-side">
        <h2 id="side-by-side" className={styles.subtitle}>
          Side by side
        </h2>
        <SideBySide tenant={tenant} duplicate={duplicate} formats={formats} />
      </section>
      {state === 'open' ? (
        <section className={styles.section} aria-labelledby="what-to-do">
          <h2 id="what-to-do" className={styles.subtitle}>
            What to do, if they are one
          </h2>
          {warning === null ? null : (
            <p className={own.warning} role="note">
              <Icon name="warning" />
              <span>{warning}</span>
            </p>
          )}
          <ol className={own.steps}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {notes.length === 0 ? null : (
            <ul className={own.notes}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </section>
      ) : null}
      {state === 'open' && mayDecide ? (
        <section className={styles.section} aria-labelledby="not-a-duplicate">
          <h2 id="not-a-duplicate" className={styles.subtitle}>
            If they are not
          </h2>
          <DecideForm
            tenant={tenant}
            pairs={duplicate.pairs.map(({ id: pair, keys }) => ({ id: pair, keys }))}
            members={members.map(({ side: { key, name } }) => ({ key, name: name === '' ? key : name }))}
          />
        </section>
      ) : null}
      {dismissed !== null && mayDecide ? (
        <LookAgain tenant={tenant} ids={duplicate.pairs.map(({ id: pair }) => pair)} />
      ) : null}
    </div>
  );
}

/** The contact that most records go with; none is to be preferred where nothing tells them apart. */
function mostUsed({ subject, members }: Duplicate): string | null {
  if (subject !== 'contact') return null;
  const used = members
    .map(({ side, uses }) => ({ name: side.name, records: uses.reduce((sum, { records }) => sum + records, 0) }))
    .toSorted((a, b) => b.records - a.records);
  const [most, next] = used;
  return most === undefined || most.records === (next?.records ?? 0) ? null : most.name;
}
