import { Suspense } from 'react';
import { CHECK_LABEL, MATTER_WORDS } from '#components/checks/check-words.ts';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { Ctx } from '#lib/access/context.ts';
import type { Outage } from '#lib/connections/connection-page-contract.ts';
import { lengthWords } from '../connection-words.ts';
import { OutageEffect } from './outage-effect.tsx';
import styles from './outage-list.module.css';

/** Of so many outages the records are looked up at once; of older ones they are in the lists. */
const LOOKED_UP_MAX = 12;

type OutageListProps = { ctx: Ctx; outages: readonly Outage[]; now: Date; formats: Formats };

/** The outages in words: what, since when, how long, and what it did to records. */
export function OutageList({ ctx, outages, now, formats }: OutageListProps) {
  if (outages.length === 0) return <p className={styles.none}>No outage was seen in these days.</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What did not work</th>
            <th scope="col">Began</th>
            <th scope="col">Over</th>
            <th scope="col">Records</th>
          </tr>
        </thead>
        <tbody>
          {outages.map((outage, place) => (
            <tr key={outage.id} id={`outage-${outage.id}`}>
              <th scope="row">
                {CHECK_LABEL[outage.check]} <span className={styles.quiet}>{MATTER_WORDS[outage.matter].title}</span>
                <p className={styles.sentence}>{outage.sentence}</p>
              </th>
              <td data-name="Began">
                <DateTime instant={outage.beganAt} formats={formats} />
              </td>
              <td data-name="Over">
                {outage.endedAt === null ? (
                  <strong className={styles.lasts}>Lasts still</strong>
                ) : (
                  <DateTime instant={outage.endedAt} formats={formats} />
                )}
                <br />
                <span className={styles.quiet}>
                  {lengthWords(outage.beganAt, outage.endedAt ?? now.toISOString())}
                  {outage.endedAt === null ? ' so far' : ''}
                </span>
              </td>
              <td data-name="Records">
                {place < LOOKED_UP_MAX ? (
                  <Suspense fallback={<span className={styles.quiet}>Looking for its records…</span>}>
                    <OutageEffect ctx={ctx} outage={outage} locale={formats.locale} />
                  </Suspense>
                ) : (
                  <span className={styles.quiet}>Not counted: only the latest {LOOKED_UP_MAX} are.</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
