import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { ItemChange, ListedChange } from '#lib/ledger-lists/list-contract.ts';
import styles from '../../lists.module.css';

const WORDS: Record<ItemChange, string> = {
  added: 'Added',
  changed: 'Changed',
  renamed: 'Renamed',
  deactivated: 'Made inactive',
  activated: 'Made active',
  gone: 'Gone',
};

/** What was seen to have changed in a list, the latest first. */
export function ChangeTable({ changes, formats }: { changes: readonly ListedChange[]; formats: Formats }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Seen</th>
          <th scope="col">Entry</th>
          <th scope="col">What</th>
          <th scope="col">From, to</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.id}>
            <td data-label="Seen">
              <DateTime instant={change.at} formats={formats} />
            </td>
            <td>
              <span className={styles.name}>{change.name}</span>
              <span className={styles.aside}>id {change.ledgerId}</span>
            </td>
            <td>{WORDS[change.what]}</td>
            <td>{change.before === null || change.after === null ? '–' : sayChange(change.before, change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sayChange(before: Record<string, unknown>, after: Record<string, unknown>): string {
  return Object.keys(after)
    .flatMap((name) => {
      const [was, is] = [before[name], after[name]];
      if (!isRecord(was) || !isRecord(is)) return [`${wordOf(name)}: ${plain(was)} → ${plain(is)}`];
      const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
      return names
        .filter((one) => was[one] !== is[one])
        .map((one) => `${wordOf(one)}: ${plain(was[one])} → ${plain(is[one])}`);
    })
    .join('; ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordOf(name: string): string {
  return name === 'isActive' ? 'active' : name.replace(/([A-Z])/g, ' $1').toLowerCase();
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
