import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { ReferenceItem } from '#lib/reference/reference-contract.ts';
import styles from '../../settings.module.css';
import own from './reference.module.css';

/** An item as the screen is given it; instants are ISO texts. */
export type ReferenceLine = Omit<ReferenceItem, 'seenAt' | 'updatedAt'> & { seenAt: string };

type ReferenceTableProps = { items: readonly ReferenceLine[]; columns: readonly string[]; formats: Formats };

/** The items of one page, by name; `columns` says in which order their details are told. */
export function ReferenceTable({ items, columns, formats }: ReferenceTableProps) {
  return (
    <table className={`${styles.table} ${own.table}`}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Code</th>
          <th scope="col">Id in its source</th>
          <th scope="col">Details</th>
          <th scope="col">Last sent</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} data-is-over={!item.isActive}>
            <td>
              <span className={styles.name}>{item.name}</span>
              {item.isActive ? null : <span className={styles.aside}>Inactive</span>}
            </td>
            <td data-label="Code">{item.code ?? <span className={styles.nothing}>–</span>}</td>
            <td data-label="Id">
              <code className={styles.code}>{item.sourceId}</code> <span className={styles.nothing}>{item.source}</span>
            </td>
            <td>{detailWords(item, columns)}</td>
            <td data-label="Last sent">
              <DateTime instant={item.seenAt} formats={formats} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What else is known of an item, in a few words. */
function detailWords({ details }: ReferenceLine, columns: readonly string[]): string {
  return columns
    .map((column) => details[column])
    .filter((value) => value !== undefined)
    .map((value) =>
      Array.isArray(value)
        ? value.map((option: unknown) => (isNamed(option) ? option.name : '')).join(', ')
        : String(value),
    )
    .join(' · ');
}

function isNamed(option: unknown): option is { name: string } {
  return typeof option === 'object' && option !== null && 'name' in option && typeof option.name === 'string';
}
