import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { toAmount } from '#lib/core/money.ts';
import type { ListedDuplicate, Side } from '#lib/duplicates/duplicate-contract.ts';
import { headlineOf, nounOf, whyOf } from '#lib/duplicates/duplicate-words.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { Sums } from '../../connections/[id]/_components/sums.tsx';
import styles from '../../connections/[id]/lists.module.css';
import own from './duplicates.module.css';

type DuplicateTableProps = {
  tenant: string;
  duplicates: readonly ListedDuplicate[];
  formats: Formats;
  /** The address of the same list, of one company alone. */
  companyHref: (connectionId: string) => string;
};

/** What looks alike, why, and what depends on it. */
export function DuplicateTable({ tenant, duplicates, formats, companyHref }: DuplicateTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">What looks alike</th>
          <th scope="col">Why</th>
          <th scope="col">Money</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        {duplicates.map((duplicate) => (
          <tr key={duplicate.id}>
            <td>
              <SoftLink className={own.open} href={`/${tenant}/duplicates/${duplicate.id}`}>
                {duplicate.sides.map((side) => (
                  <span key={side.key} className={own.side}>
                    {nameOf(side)}
                  </span>
                ))}
                {duplicate.count > 2 ? (
                  <span className={styles.aside}>and {formatCount(duplicate.count - 2, formats.locale)} more</span>
                ) : null}
              </SoftLink>
              {duplicate.subject === 'contact' ? null : <DocumentLine side={duplicate.sides[0]} formats={formats} />}
            </td>
            <td className={styles.advice}>
              <span className={own.headline}>{headlineOf(duplicate)}</span>
              <span className={styles.aside}>{whyOf(duplicate.reasons)}</span>
              {duplicate.dismissed === null ? null : (
                <span className={own.decision}>
                  Not a duplicate, says {duplicate.dismissed.by},{' '}
                  <DateTime instant={duplicate.dismissed.at} formats={formats} />: {duplicate.dismissed.reason}
                </span>
              )}
            </td>
            <td className={own.money} data-label="Money">
              {duplicate.money.length === 0 ? (
                <Money amount={null} currency={null} locale={formats.locale} />
              ) : (
                <Sums sums={duplicate.money} locale={formats.locale} />
              )}
              {duplicate.subject === 'contact' && duplicate.money.length > 0 ? (
                <span className={styles.aside}>pending or failed</span>
              ) : null}
            </td>
            <td data-label="Where">
              {duplicate.connectionId === null ? (
                'No company named'
              ) : (
                <SoftLink href={companyHref(duplicate.connectionId)}>{duplicate.companyName}</SoftLink>
              )}
              <span className={styles.aside}>
                {duplicate.ledger === null ? null : `${LEDGER_WORDS[duplicate.ledger].name}, `}
                {nounOf(duplicate.kind).many}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf({ name, key, isGone }: Side): string {
  if (name !== '') return name;
  return isGone ? `${key} (gone)` : 'Without a number';
}

function DocumentLine({ side, formats }: { side: Side | undefined; formats: Formats }) {
  if (side === undefined || side.amount === null) return null;
  return (
    <span className={styles.aside}>
      {side.party} · <Money amount={toAmount(side.amount)} currency={side.currency} locale={formats.locale} />
      {side.documentDate === null ? null : (
        <>
          {' '}
          · <CalendarDay day={side.documentDate} formats={formats} />
        </>
      )}
    </span>
  );
}
