import { formatDay } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import styles from '../connection.module.css';

type CompanyFactsListProps = { facts: Partial<CompanyFacts>; formats: Formats };

/** What the company said of itself when it was last read. */
export function CompanyFactsList({ facts, formats }: CompanyFactsListProps) {
  const day = (value: string | null | undefined) => (value ? formatDay(value, formats.locale) : null);
  const yes = (value: boolean | null | undefined) =>
    value === undefined || value === null ? null : value ? 'on' : 'off';
  const rows: [string, string | null | undefined][] = [
    ['Legal name', facts.legalName],
    ['Country', facts.country],
    ['Home currency', facts.homeCurrency],
    ['Plan', facts.plan],
    ['Subscription', facts.subscription],
    ['Books are closed through', day(facts.closedThrough)],
    ['Closed for advisers too through', day(facts.yearClosedThrough)],
    ['Several currencies', yes(facts.hasMultiCurrency)],
    ['Classes', yes(facts.hasClasses)],
    ['Locations', yes(facts.hasLocations)],
  ];
  const told = rows.filter((row): row is [string, string] => row[1] !== null && row[1] !== undefined && row[1] !== '');
  if (told.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="company">
      <h2 id="company" className={styles.subtitle}>
        What the company says of itself
      </h2>
      <dl className={styles.facts}>
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
