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
  /** Of differences, which are marked above zero too: what they come to without their signs. */
  gross?: Figure;
  /** Where there is no room for money. */
  isCountOnly?: boolean;
};

/** How many, and how much in each currency; each leads to its list. */
export function FigureLink({ figure, hrefOf, label, locale, gross, isCountOnly = false }: FigureLinkProps) {
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
              gross={gross?.money.find(({ currency }) => currency === money.currency) ?? null}
            />
          ))}
    </span>
  );
}

type MoneyLineProps = { money: MoneyFigure; gross: MoneyFigure | null; href: string | null; locale: string };

function MoneyLine({ money: { currency, count, amount }, gross, href, locale }: MoneyLineProps) {
  const signs = gross === null ? 'minus' : 'both';
  const text =
    currency === null
      ? `${formatCount(count, locale)} without a currency`
      : `${formatAmount(amount, currency, locale, signs)} ${currency}`;
  // Where all differences go one way, net and gross are the same.
  const isNet = gross !== null && gross.amount !== amount.replace(/^-/, '');
  return (
    <>
      {href === null ? (
        <span className={styles.money}>{isNet ? `net ${text}` : text}</span>
      ) : (
        <SoftLink className={styles.money} href={href}>
          {isNet ? `net ${text}` : text}
        </SoftLink>
      )}
      {isNet ? (
        <span className={styles.money}>
          gross {formatAmount(gross.amount, currency, locale, 'minus')} {currency}
        </span>
      ) : null}
    </>
  );
}
