'use client';

import { ErrorMessage } from '#components/sync/error-message.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { Button } from '#components/ui/button.tsx';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import type { Amount } from '#lib/core/money.ts';
import type { Candidate } from '#lib/guidance/guidance-contract.ts';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';
import styles from '../../why.module.css';

type TestOneProps = { tenant: string; candidates: Candidate[]; formats: Formats };

/** Some recent failures: one of them is put back to Pending, and its next try is watched. */
export function TestOne({ tenant, candidates, formats }: TestOneProps) {
  const { ask, fetchAhead } = useBulkWork();
  const { navigate } = useNavigation();
  return (
    <section className={`${styles.section} ${styles.screenOnly}`} aria-labelledby="test-one">
      <h2 id="test-one" className={styles.subtitle}>
        Test one
      </h2>
      <p className={styles.lead}>
        Once something was put right, put one record back to Pending and watch its next try, before you put back all.
      </p>
      <ul className={styles.candidates}>
        {candidates.map(({ id, number, amount, currency, message }) => (
          <li key={id}>
            <span>
              <SoftLink href={`/${tenant}/records/${id}`}>{number}</SoftLink>{' '}
              <Money amount={amount as Amount | null} currency={currency} locale={formats.locale} />
            </span>
            {message === null ? (
              <span className={styles.quiet}>No message</span>
            ) : (
              <ErrorMessage message={message} code={null} fullLength={null} />
            )}
            <Button
              aria-haspopup="dialog"
              onPointerEnter={fetchAhead}
              onFocus={fetchAhead}
              onClick={() =>
                ask({
                  act: { act: 'status', target: 'pending' },
                  selection: { by: 'ids', ids: [id] },
                  subject: number,
                  onStarted: () => navigate(`/${tenant}/why/test/${id}`),
                })
              }
            >
              Put back and watch<span className="visually-hidden"> {number}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
