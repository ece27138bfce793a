import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { ItemState, LedgerItem } from '#lib/ledger-lists/list-contract.ts';
import styles from '../../lists.module.css';

const STATES = {
  active: { words: 'Active', icon: 'complete', tone: 'good' },
  inactive: { words: 'Inactive', icon: 'excluded', tone: 'quiet' },
  gone: { words: 'Gone', icon: 'failed', tone: 'bad' },
} as const satisfies Record<ItemState, unknown>;

/** The entries of one page of a ledger's list, by name. */
export function ItemTable({ items, formats }: { items: readonly LedgerItem[]; formats: Formats }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Code</th>
          <th scope="col">State</th>
          <th scope="col">Details</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { words, icon, tone } = STATES[item.state];
          return (
            <tr key={item.ledgerId} data-is-over={item.state !== 'active'}>
              <td>
                <span className={styles.name}>{item.name}</span>
                {item.email === null ? null : <span className={styles.aside}>{item.email}</span>}
              </td>
              <td data-label="Code">{item.code ?? '–'}</td>
              <td>
                <span className={styles.word} data-tone={tone}>
                  <Icon name={icon} />
                  {words}
                </span>
                {item.goneAt === null ? null : (
                  <span className={styles.aside}>
                    since <DateTime instant={item.goneAt} formats={formats} />
                  </span>
                )}
              </td>
              <td>
                {detailWords(item)}
                <span className={styles.aside}>id {item.ledgerId}</span>
              </td>
              <td data-label="Changed">
                <DateTime instant={item.ledgerUpdatedAt ?? item.changedAt} formats={formats} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What else the ledger says of an entry, in a few words. */
function detailWords({ currency, details }: LedgerItem): string {
  const words = Object.entries(details).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? [plain(name)] : [];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  return [...words, ...(currency === null ? [] : [currency])].join(' · ');
}

function plain(name: string): string {
  return name.replace(/([A-Z])/g, ' $1').toLowerCase();
}
