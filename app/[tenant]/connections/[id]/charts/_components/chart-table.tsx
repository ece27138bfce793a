import { Icon, type IconName } from '#components/ui/icon.tsx';
import type { ChartMatch, ChartOutcome, ChartReason } from '#lib/comparisons/comparison-contract.ts';
import styles from '../../lists.module.css';

export const CHART_WORDS: Record<ChartOutcome, string> = {
  missing: 'Missing',
  inactive: 'Inactive',
  differs: 'Differs',
  same: 'The same',
};

const MARKS: Record<ChartOutcome, { icon: IconName; tone: string }> = {
  missing: { icon: 'failed', tone: 'bad' },
  inactive: { icon: 'excluded', tone: 'bad' },
  differs: { icon: 'warning', tone: 'waiting' },
  same: { icon: 'complete', tone: 'good' },
};

const REASONS: Record<ChartReason, string> = {
  name: 'the name',
  code: 'the code',
  account_type: 'the type of account',
  options: 'the options',
};

/** A source's own chart beside the ledger's. */
export function ChartTable({ matches }: { matches: readonly ChartMatch[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">In the source</th>
          <th scope="col">How they compare</th>
          <th scope="col">In the ledger</th>
        </tr>
      </thead>
      <tbody>
        {matches.map((match) => (
          <tr key={match.id}>
            <td>
              <span className={styles.name}>{named(match.code, match.name)}</span>
              <span className={styles.aside}>
                {[match.source, match.accountType].filter((part) => part !== null).join(' · ')}
              </span>
            </td>
            <td>
              <span className={styles.word} data-tone={MARKS[match.outcome].tone}>
                <Icon name={MARKS[match.outcome].icon} />
                {CHART_WORDS[match.outcome]}
              </span>
              {match.reasons.length === 0 ? null : (
                <span className={styles.aside}>by {match.reasons.map((reason) => REASONS[reason]).join(', ')}</span>
              )}
            </td>
            <td>
              {match.ledgerName === null ? '–' : named(match.ledgerCode, match.ledgerName)}
              {match.ledgerAccountType === null ? null : (
                <span className={styles.aside}>{match.ledgerAccountType}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function named(code: string | null, name: string): string {
  return code === null || code === name ? name : `${code} ${name}`;
}
