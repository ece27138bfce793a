import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Clearance, ClearanceSum } from '#lib/connections/connect-contract.ts';
import { KIND_LABEL, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { NONE } from '#lib/records/list-contract.ts';
import styles from '../connections.module.css';

type ClearanceTableProps = { tenant: string; connectionId: string; clearance: Clearance; formats: Formats };

const PARTS = [
  { part: 'pending', label: 'Pending', hint: 'all that waits to be synced', flag: null },
  { part: 'held', label: 'Of these, held', hint: 'a sync job writes them now', flag: 'held' },
  { part: 'inDoubt', label: 'Of these, in doubt', hint: 'may be in the ledger already', flag: 'in_doubt' },
] as const;

/** What of a connection is on its way, with its money; every count leads to the list that shows it. */
export function ClearanceTable({ tenant, connectionId, clearance, formats }: ClearanceTableProps) {
  const hrefOf = ({ kind, currency }: ClearanceSum, flag: string | null) => {
    const query = new URLSearchParams({ status: 'pending', ...(flag === null ? {} : { flag }) });
    query.set('currency', currency ?? NONE);
    query.set('connection', connectionId);
    return `/${tenant}/history/${TAB_OF_KIND[kind]}?${query}`;
  };
  return (
    <table className={styles.clearance}>
      <caption className="visually-hidden">What is on its way</caption>
      <tbody>
        {PARTS.map(({ part, label, hint, flag }) => (
          <tr key={part}>
            <th scope="row">
              {label} <span className={styles.hint}>{hint}</span>
            </th>
            <td>
              {clearance[part].length === 0 ? <span className={styles.quiet}>none</span> : null}
              {clearance[part].map((sum) => {
                const { one, many } = KIND_LABEL[sum.kind];
                return (
                  <p key={`${sum.kind} ${sum.currency}`} className={styles.sum}>
                    <SoftLink href={hrefOf(sum, flag)}>
                      {formatCount(sum.count, formats.locale)} {(sum.count === 1 ? one : many).toLowerCase()}
                    </SoftLink>
                    <Money amount={sum.amount} currency={sum.currency} locale={formats.locale} />
                  </p>
                );
              })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
