import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { ACTOR_LABEL, CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { causeFacts } from '#lib/causes/causes.ts';
import type { CauseGroup } from '#lib/records/group-by-cause.ts';
import { NONE } from '#lib/records/list-contract.ts';
import { hrefWith, type ListAddress } from '../list-address.ts';
import styles from './cause-groups.module.css';

/** The way from the records to their causes, and back. Complete ones have failed of nothing. */
export function GroupLink({ address }: { address: ListAddress }) {
  const { isByCause, status, isExcluded } = address.state;
  if (!isByCause && status === 'complete' && !isExcluded) return null;
  return (
    <SoftLink
      className={styles.toggle}
      href={hrefWith(address, { isByCause: !isByCause })}
      aria-current={isByCause ? 'true' : undefined}
    >
      {isByCause ? 'List the records' : 'Group by cause'}
    </SoftLink>
  );
}

type CauseGroupsProps = { label: string; groups: CauseGroup[]; address: ListAddress; formats: Formats };

/** What everything that matches failed of: a line a cause, which leads to its records. */
export function CauseGroups({ label, groups, address, formats }: CauseGroupsProps) {
  const { locale } = formats;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.groups} aria-label={label} tabIndex={0}>
      {groups.length === 0 ? (
        <p className={styles.none}>Nothing matches, so there is nothing to group.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Cause</th>
              <th scope="col">Who acts</th>
              <th scope="col" className={styles.number}>
                Records
              </th>
              <th scope="col" className={styles.number}>
                Amount
              </th>
              <th scope="col">Oldest</th>
              <th scope="col">Newest</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ cause, count, amounts, from, to }) => (
              <tr key={cause}>
                <th scope="row">
                  <SoftLink href={hrefWith(address, { cause: cause ?? NONE, isByCause: false })}>
                    {cause === null ? 'No failure' : CAUSE_LABEL[cause]}
                  </SoftLink>
                </th>
                <td data-label="Who acts">{cause === null ? '–' : ACTOR_LABEL[causeFacts(cause).who]}</td>
                <td className={styles.number} data-label="Records">
                  {formatCount(count, locale)}
                  <span className={styles.share}> {shareOf(count, total, locale)}</span>
                </td>
                <td className={styles.number} data-label="Amount">
                  {amounts.map(({ currency, amount }) => (
                    <span key={currency} className={styles.amount}>
                      {currency === null ? 'no amount' : <Money amount={amount} currency={currency} locale={locale} />}
                    </span>
                  ))}
                </td>
                <td data-label="Oldest">
                  <DateTime instant={from} formats={formats} />
                </td>
                <td data-label="Newest">
                  <DateTime instant={to} formats={formats} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function shareOf(count: number, total: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(count / total);
}
