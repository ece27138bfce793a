import { RESULT_LABEL, SKIP_MEANING } from '#components/bulk/bulk-words.ts';
import { formatCount } from '#components/sync/format-money.ts';
import { formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import {
  type BulkItem,
  type BulkOperation,
  type BulkResult,
  SKIP_REASONS,
  type SkipReason,
} from '#lib/bulk/bulk-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import styles from '../../bulk-page.module.css';
import { BULK_RESULTS, type ItemsState, itemsQuery } from '../items-address.ts';
import table from './operation-items.module.css';

type OperationItemsProps = {
  tenant: string;
  operation: BulkOperation;
  page: { items: BulkItem[]; nextCursor: string | null; previousCursor: string | null };
  path: string;
  state: ItemsState;
  canExport: boolean;
  formats: Formats;
};

/** What became of each record, by result. */
export function OperationItems({ tenant, operation, page, path, state, canExport, formats }: OperationItemsProps) {
  const { locale } = formats;
  const choices = [null, ...BULK_RESULTS].flatMap((result) => {
    const count = countOf(operation, result);
    return result !== null && count === 0 && result !== state.result ? [] : [{ result, count }];
  });
  return (
    <section className={styles.main} aria-label="Records">
      <div className={table.head}>
        <nav aria-label="Result" className={table.results}>
          {choices.map(({ result, count }) => (
            <SoftLink
              key={result}
              className={table.result}
              href={path + itemsQuery({ result, cursor: null })}
              aria-current={result === state.result ? 'true' : undefined}
            >
              {result === null ? 'All' : RESULT_LABEL[result]}{' '}
              <span className={table.count}>{formatCount(count, locale)}</span>
            </SoftLink>
          ))}
        </nav>
        {canExport ? (
          <a
            className={buttonClass}
            data-kind="normal"
            href={`${path}/items${itemsQuery({ ...state, cursor: null })}`}
            download
          >
            Download as CSV
          </a>
        ) : null}
      </div>
      {page.items.length === 0 ? (
        <p className={table.empty}>
          {operation.state === 'freezing' ? 'The records are being noted.' : 'No record has this result.'}
        </p>
      ) : (
        <div className={table.scroll}>
          <table className={table.table} aria-label="What became of each record">
            <thead>
              <tr>
                <th scope="col">Record</th>
                <th scope="col" className={table.figure}>
                  Amount
                </th>
                <th scope="col">Was</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((item) => (
                <tr key={item.position} data-record-id={item.recordId}>
                  <td>
                    <RecordName tenant={tenant} item={item} hasKind={operation.kinds.length > 1} />
                  </td>
                  <td className={table.figure}>
                    {item.kind === null ? null : (
                      <Money amount={item.amount} currency={item.currency} locale={locale} />
                    )}
                  </td>
                  <td>{item.before === null ? null : <StatusBadge status={item.before} />}</td>
                  <td data-result={item.result ?? 'waiting'}>
                    <Result item={item} operation={operation} formats={formats} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {page.previousCursor === null && page.nextCursor === null ? null : (
        <Pager
          label="Pages of records"
          previous={{
            label: 'Previous',
            href: page.previousCursor === null ? null : path + itemsQuery({ ...state, cursor: page.previousCursor }),
          }}
          next={{
            label: 'Next',
            href: page.nextCursor === null ? null : path + itemsQuery({ ...state, cursor: page.nextCursor }),
          }}
        />
      )}
    </section>
  );
}

function RecordName({ tenant, item, hasKind }: { tenant: string; item: BulkItem; hasKind: boolean }) {
  if (item.kind === null) return <code className={table.quiet}>{item.recordId}</code>;
  return (
    <>
      <SoftLink className={table.number} href={`/${tenant}/records/${item.recordId}`}>
        {item.number ?? item.sourceId}
      </SoftLink>
      {hasKind ? <span className={table.kind}>{KIND_LABEL[item.kind].one}</span> : null}
    </>
  );
}

function Result({ item, operation, formats }: { item: BulkItem; operation: BulkOperation; formats: Formats }) {
  const { result } = item;
  if (result === null) return <span className={table.quiet}>waits</span>;
  if (result === 'updated') return <Done operation={operation} />;
  const meaning = meaningOf(item, formats);
  return (
    <span className={table.why}>
      <span>{RESULT_LABEL[result]}</span>
      {meaning === null ? null : <span className={table.quiet}> {meaning}</span>}
    </span>
  );
}

function Done({ operation }: { operation: BulkOperation }) {
  switch (operation.act) {
    case 'undo':
      return 'Restored';
    case 'exclude':
      return 'Excluded';
    case 'include':
      return 'Included again';
    case 'status':
      return <StatusBadge status={operation.target} isByHand={operation.target === 'complete'} />;
    default:
      return operation satisfies never;
  }
}

function meaningOf({ result, heldBy, heldUntil }: BulkItem, { timeZone, locale }: Formats): string | null {
  if (heldBy !== null && heldUntil !== null) {
    return `${heldBy} held it until ${formatInstant(heldUntil, timeZone, locale)}. Try it again later.`;
  }
  if (result === null) return null;
  return isSkip(result) ? SKIP_MEANING[result] : null;
}

function isSkip(result: BulkResult): result is SkipReason {
  return SKIP_REASONS.some((reason) => reason === result);
}

function countOf({ total, counts, skippedBy }: BulkOperation, result: BulkResult | null): number {
  if (result === null) return total ?? 0;
  if (result === 'updated') return counts.updated;
  if (result === 'unchanged') return counts.unchanged;
  if (result === 'not_found') return counts.notFound;
  return skippedBy[result] ?? 0;
}
