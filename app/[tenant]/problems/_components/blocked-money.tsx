import { formatCount } from '#components/sync/format-money.ts';
import { Money } from '#components/sync/money.tsx';
import type { BlockedMoney as Blocked } from '#lib/problems/problem-contract.ts';
import styles from './problem-parts.module.css';

/** What is blocked, one line a currency: currencies are never added up. */
export function BlockedMoney({ money, locale }: { money: readonly Blocked[]; locale: string }) {
  const known = money.filter(({ currency }) => currency !== null);
  const without = money.find(({ currency }) => currency === null)?.records ?? 0;
  if (money.length === 0) return <span className={styles.quiet}>–</span>;
  return (
    <span className={styles.monies}>
      {known.map(({ currency, amount }) => (
        <Money key={currency} amount={amount} currency={currency} locale={locale} />
      ))}
      {without === 0 ? null : (
        <span className={styles.quiet}>
          {known.length === 0 ? 'No amount' : `${formatCount(without, locale)} without an amount`}
        </span>
      )}
    </span>
  );
}
