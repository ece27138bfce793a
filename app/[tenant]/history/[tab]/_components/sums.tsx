import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { CurrencySum } from '#lib/records/list-contract.ts';
import styles from './sums.module.css';

type SumsProps = { sums: Promise<CurrencySum[]>; isCompared: boolean; byHandHref: string; locale: string };

/** What everything that matches comes to, one line a currency. */
export async function Sums({ sums, isCompared, byHandHref, locale }: SumsProps) {
  const rows = await sums;
  if (rows.length === 0) return null;
  const hasByHand = rows.some(({ byHandCount }) => byHandCount > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} aria-label="Sums of all that match" tabIndex={0}>
      <table className={styles.sums}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Currency</th>
            <th scope="col">Records</th>
            <th scope="col">Amount</th>
            <th scope="col">Synced</th>
            {isCompared ? <th scope="col">Net difference</th> : null}
            {hasByHand ? <th scope="col">Completed by hand</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.currency}>
              <th scope="row">{row.currency ?? 'No amount'}</th>
              <td>
                {formatCount(row.count, locale)} {row.count === 1 ? 'record' : 'records'}
              </td>
              <td>
                <span className={styles.label}>Amount </span>
                {formatAmount(row.amount, row.currency, locale)}
              </td>
              <td>
                <span className={styles.label}>Synced </span>
                {formatAmount(row.synced, row.currency, locale)}
              </td>
              {isCompared ? (
                <td title={`Over the ${formatCount(row.comparedCount, locale)} that could be compared`}>
                  <span className={styles.label}>Net difference </span>
                  {formatAmount(row.difference, row.currency, locale, 'both')}
                  <span className={styles.label}> of {formatCount(row.comparedCount, locale)} compared</span>
                </td>
              ) : null}
              {hasByHand ? (
                <td>
                  {row.byHandCount === 0 ? null : (
                    <SoftLink className={styles.byHand} href={byHandHref}>
                      <span className={styles.label}>By hand </span>
                      {formatAmount(row.byHandAmount, row.currency, locale)}
                      <span className={styles.label}> in {formatCount(row.byHandCount, locale)}</span>
                    </SoftLink>
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Keeps the place while the sums are being added up. */
export function SumsWaiting() {
  return (
    <div className={styles.waiting} aria-hidden="true">
      <span />
    </div>
  );
}
