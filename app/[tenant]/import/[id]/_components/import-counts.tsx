import type { ReactNode } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ImportCounts, ImportPhase } from '#lib/imports/import-contract.ts';
import styles from './import-counts.module.css';

type ImportCountsProps = {
  tenant: string;
  counts: ImportCounts;
  phase: ImportPhase;
  holds: 'records' | 'attempts';
  locale: string;
};

type Line = { name: 'created' | 'updated' | 'unchanged' | 'duplicate' | 'rejected'; label: string; meaning: string };

const LINES: Record<'records' | 'attempts', readonly Line[]> = {
  records: [
    { name: 'created', label: 'New', meaning: 'Not here yet. They begin as Pending.' },
    { name: 'updated', label: 'Updated', meaning: 'Here already, with something different in the file.' },
    { name: 'unchanged', label: 'Unchanged', meaning: 'Here already, exactly so.' },
    { name: 'duplicate', label: 'Duplicate', meaning: 'Here already, exactly so.' },
    { name: 'rejected', label: 'Rejected', meaning: 'Something is wrong with them. They are left out.' },
  ],
  attempts: [
    { name: 'created', label: 'New', meaning: 'Outcomes that nobody has reported yet.' },
    { name: 'updated', label: 'Updated', meaning: 'Documents that change with their outcome.' },
    { name: 'unchanged', label: 'Unchanged', meaning: 'Here already, exactly so.' },
    { name: 'duplicate', label: 'Duplicate', meaning: 'Reported before, with the same content. They change nothing.' },
    { name: 'rejected', label: 'Rejected', meaning: 'Something is wrong with them. They are left out.' },
  ],
};

/** What rarely happens is only said when it does. */
const RARE: readonly Line['name'][] = ['duplicate'];

/** What the rows come to, or have come to, each with what it means. */
export function ImportCountsTable({ tenant, counts, phase, holds, locale }: ImportCountsProps) {
  const lines = LINES[holds].filter(
    ({ name }) =>
      counts[name] > 0 || !(RARE.includes(name) || (holds === 'attempts' && name !== 'created' && name !== 'rejected')),
  );
  const notes = notesOf(tenant, counts, holds, locale);
  return (
    <div className={styles.counts}>
      <table
        className={styles.table}
        aria-label={phase === 'check' ? 'What the rows would give' : 'What the rows gave'}
      >
        <tbody>
          {lines.map(({ name, label, meaning }) => (
            <tr key={name} data-name={name} data-is-none={counts[name] === 0}>
              <th scope="row">{label}</th>
              <td className={styles.count}>{formatCount(counts[name], locale)}</td>
              <td className={styles.meaning}>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.length === 0 ? null : (
        <ul className={styles.notes}>
          {notes.map(({ id, face }) => (
            <li key={id}>{face}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function notesOf(tenant: string, { unmatched, repeated }: ImportCounts, holds: 'records' | 'attempts', locale: string) {
  const notes: { id: string; face: ReactNode }[] = [];
  if (repeated > 0) {
    const rows = repeated === 1 ? '1 row names' : `${formatCount(repeated, locale)} rows name`;
    const what = holds === 'records' ? 'The later row wins.' : 'Each of them is an outcome of its own.';
    notes.push({ id: 'repeated', face: `${rows} a record that an earlier row of the file names too. ${what}` });
  }
  if (unmatched > 0) {
    const rows = unmatched === 1 ? '1 outcome belongs' : `${formatCount(unmatched, locale)} outcomes belong`;
    notes.push({
      id: 'unmatched',
      face: (
        <>
          {rows} to a record that nobody has sent yet. Until it comes they wait in the{' '}
          <SoftLink href={`/${tenant}/inbox`}>inbox</SoftLink>.
        </>
      ),
    });
  }
  return notes;
}
