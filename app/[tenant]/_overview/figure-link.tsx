import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Figure, MoneyFigure } from '#lib/overview/overview-contract.ts';
import styles from './overview.module.css';
import type { FigurePart } from './overview-links.ts';

type FigureLinkProps = {
  figure: Figure;
  /** Gives the list that proves the figure, or its part in one currency. */
  hrefOf: (part: FigurePart) => string;
  /** What is counted, for who does not see the head of the column: `failed invoices`. */
  label: string;
  locale: string;
  /** Differences are marked above zero too. */
  isDifference?: boolean;
  /** Where there is no room for money. */
  isCountOnly?: boolean;
};

/** How many, and how much in each currency; each leads to its list. */
export function FigureLink({
  figure,
  hrefOf,
  label,
  locale,
  isDifference = false,
  isCountOnly = false,
}: FigureLinkProps) {
  if (figure.count === 0) return <span className={styles.zero}>0</span>;
  return (
    <span className={styles.figure}>
      <SoftLink className={styles.count} href={hrefOf({})} aria-label={`${formatCount(figure.count, locale)} ${label}`}>
        {formatCount(figure.count, locale)}
      </SoftLink>
      {isCountOnly
        ? null
        : figure.money.map((money) => (
            <MoneyLine
              key={money.currency}
              money={money}
              href={figure.money.length === 1 ? null : hrefOf({ currency: money.currency })}
              locale={locale}
              isDifference={isDifference}
            />
          ))}
    </span>
  );
}

type MoneyLineProps = { money: MoneyFigure; href: string | null; locale: string; isDifference: boolean };

function MoneyLine({ money: { currency, count, amount }, href, locale, isDifference }: MoneyLineProps) {
  const text =
    currency === null
      ? `${formatCount(count, locale)} without a currency`
      : `${formatAmount(amount, currency, locale, isDifference ? 'both' : 'minus')} ${currency}`;
  return href === null ? (
    <span className={styles.money}>{text}</span>
  ) : (
    <SoftLink className={styles.money} href={href}>
      {text}
    </SoftLink>
  );
}
