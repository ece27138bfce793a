import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import styles from '../connections.module.css';

const LETTERS: Record<Ledger, string> = { qbo: 'QB', xero: 'X' };

/** A ledger by its letters, with its name for whoever hears the page. */
export function LedgerMark({ ledger }: { ledger: Ledger }) {
  return (
    <span className={styles.mark} title={LEDGER_WORDS[ledger].name}>
      <span aria-hidden="true">{LETTERS[ledger]}</span>
      <span className="visually-hidden">{LEDGER_WORDS[ledger].name}</span>
    </span>
  );
}
