import { formatCount } from '#components/sync/format-money.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { CodeMatch, CodeOutcome } from '#lib/comparisons/comparison-contract.ts';
import { Sums } from '../../_components/sums.tsx';
import styles from '../../lists.module.css';

const WORDS: Record<Exclude<CodeOutcome, 'active'>, { words: string; tone: string; advice: string }> = {
  inactive: {
    words: 'Inactive',
    tone: 'bad',
    advice: 'Make it active again in the ledger, or have the sync job map it to one that is.',
  },
  gone: { words: 'Gone', tone: 'bad', advice: 'The ledger no longer has it: map it to what took its place.' },
  unknown: {
    words: 'Not found',
    tone: 'quiet',
    advice: 'Nothing in the ledger is called so. That is fine where the sync job maps it itself.',
  },
};

/** Codes that pending and failed records use, though the ledger has nothing active under them. */
export function CodeTable({ codes, locale }: { codes: readonly CodeMatch[]; locale: string }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">On records</th>
          <th scope="col">In the ledger</th>
          <th scope="col">Pending and failed</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        {codes.map(({ type, code, outcome, ledgerName, openRecords, openMoney }) => {
          if (outcome === 'active') return null;
          const { words, tone, advice } = WORDS[outcome];
          return (
            <tr key={`${type} ${code}`}>
              <td>
                <span className={styles.name}>{code}</span>
              </td>
              <td>
                <span className={styles.word} data-tone={tone}>
                  <Icon name={outcome === 'unknown' ? 'unknown' : 'excluded'} />
                  {words}
                </span>
                {ledgerName === null ? null : <span className={styles.aside}>{ledgerName}</span>}
              </td>
              <td className={styles.figures} data-label="Pending and failed">
                {formatCount(openRecords, locale)}
                <Sums sums={openMoney} locale={locale} />
              </td>
              <td className={styles.advice}>{advice}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
