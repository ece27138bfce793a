import type { Amount } from '#lib/core/money.ts';
import { formatAmount } from './format-money.ts';
import styles from './sync.module.css';

type MoneyProps = {
  amount: Amount | null;
  currency: string | null;
  locale: string;
  /** Mark what is above zero too, as in a difference. */
  isSigned?: boolean;
};

/** An amount with its currency behind it, in figures of one width. A missing amount is a dash that says so. */
export function Money({ amount, currency, locale, isSigned = false }: MoneyProps) {
  if (amount === null) {
    return (
      <span className={styles.missing}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">none</span>
      </span>
    );
  }
  return (
    <span className={styles.money}>
      {formatAmount(amount, currency, locale, isSigned ? 'both' : 'minus')}
      {currency === null ? null : <span className={styles.currency}> {currency}</span>}
    </span>
  );
}
