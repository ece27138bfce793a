import { Money } from '#components/sync/money.tsx';
import type { Sum } from '#lib/comparisons/comparison-contract.ts';
import { toAmount } from '#lib/core/money.ts';
import styles from '../lists.module.css';

/** Sums of several currencies, one below the other. */
export function Sums({ sums, locale }: { sums: readonly Sum[]; locale: string }) {
  return sums.map(({ currency, amount }) => (
    <span key={currency} className={styles.aside}>
      <Money amount={toAmount(amount)} currency={currency} locale={locale} />
    </span>
  ));
}
