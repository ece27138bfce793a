import type { ReactNode } from 'react';
import { formatAmount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import type { AdoptionCandidate, ComparedFact } from '#lib/adoption/adoption-contract.ts';
import { isAmountText, toAmount } from '#lib/core/money.ts';
import type { DocumentStatus } from '#lib/ledgers/ledger-document.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { DOCUMENT_STATUS_WORDS, factName } from './adoption-words.ts';
import styles from './candidate-table.module.css';

type CandidateTableProps = { candidate: AdoptionCandidate; kind: Kind; ledgerName: string; locale: string };

/** A record and a document of the ledger side by side, with what differs marked. */
export function CandidateTable({ candidate, kind, ledgerName, locale }: CandidateTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">What</span>
          </th>
          <th scope="col">This record</th>
          <th scope="col">In {ledgerName}</th>
        </tr>
      </thead>
      <tbody>
        {candidate.facts.map((fact) => (
          <tr key={fact.what} data-is-same={fact.isSame}>
            <th scope="row">{factName(fact.what, kind)}</th>
            <td>{fact.what === 'status' ? null : shown(fact, fact.record, locale)}</td>
            <td>
              {shown(fact, fact.ledger, locale)}
              {fact.isSame ? null : (
                <span className={styles.mark}>{fact.what === 'status' ? 'not in use' : 'differs'}</span>
              )}
            </td>
          </tr>
        ))}
        {candidate.hasPayments ? (
          <tr>
            <th scope="row">Payments</th>
            <td />
            <td>linked to it</td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

function shown({ what }: ComparedFact, value: string | null, locale: string): ReactNode {
  if (value === null) return <span className={styles.none}>not told</span>;
  switch (what) {
    case 'total':
      return isAmountText(value) ? formatAmount(toAmount(value), null, locale) : value;
    case 'date':
      return formatDay(value, locale);
    case 'status':
      return DOCUMENT_STATUS_WORDS[value as DocumentStatus];
    default:
      return value;
  }
}
