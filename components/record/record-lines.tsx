import type { ReactNode } from 'react';
import { Money } from '#components/sync/money.tsx';
import { type Amount, differenceOf, isZero, sumOf } from '#lib/core/money.ts';
import type { RecordDetail, RecordLine } from '#lib/records/record-contract.ts';
import { lineReason } from './line-reason.ts';
import styles from './record-lines.module.css';

type RecordLinesProps = { record: RecordDetail; locale: string };

/** The document's lines, with what the ledger accepted of each where a job told it. */
export function RecordLines({ record, locale }: RecordLinesProps) {
  const { lines, currency } = record;
  const isSynced = lines.some((line) => line.syncedAmount !== null);
  const amounts = lines.flatMap((line) => (line.amount === null ? [] : [line.amount]));
  const taxes = lines.flatMap((line) => (line.taxAmount === null ? [] : [line.taxAmount]));
  const synced = lines.flatMap((line) => (line.syncedAmount === null ? [] : [line.syncedAmount]));
  // A difference between currencies would be a number without meaning.
  const isComparable = record.syncedCurrency === null || record.syncedCurrency === currency;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Description</th>
          <th scope="col" className={styles.figure}>
            Quantity
          </th>
          <th scope="col" className={styles.figure}>
            Amount
          </th>
          {isSynced ? (
            <>
              <th scope="col" className={styles.figure}>
                Synced
              </th>
              <th scope="col" className={styles.figure}>
                Difference
              </th>
            </>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.lineNo}>
            <th scope="row" className={styles.what}>
              <span className={styles.lineNo}>{line.lineNo}</span>
              <span className={styles.description}>
                {line.description ?? <span className={styles.quiet}>no description</span>}
                <Codes line={line} locale={locale} currency={currency} />
              </span>
            </th>
            <td className={styles.figure}>
              <Quantity line={line} locale={locale} />
            </td>
            <td className={styles.figure}>
              <Money amount={line.amount} currency={null} locale={locale} />
            </td>
            {isSynced ? (
              <>
                <td className={styles.figure} data-label="Synced">
                  <Money amount={line.syncedAmount} currency={null} locale={locale} />
                </td>
                <td className={styles.figure} data-label="Difference">
                  <LineDifference line={line} isComparable={isComparable} locale={locale} />
                  <LineReason line={line} record={record} />
                </td>
              </>
            ) : null}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <Sum
          name={`Lines${taxes.length === 0 ? '' : ' with tax of '}`}
          tax={taxes.length === 0 ? null : <Money amount={sumOf(taxes)} currency={null} locale={locale} />}
        >
          <td className={styles.figure}>
            <Money amount={amounts.length === 0 ? null : sumOf(amounts)} currency={currency} locale={locale} />
          </td>
          {isSynced ? (
            <>
              <td className={styles.figure} data-label="Synced">
                <Money amount={sumOf(synced)} currency={record.syncedCurrency ?? currency} locale={locale} />
              </td>
              <td />
            </>
          ) : null}
        </Sum>
      </tfoot>
    </table>
  );
}

function Sum({ name, tax, children }: { name: string; tax: ReactNode; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" className={styles.what}>
        <span className={styles.lineNo} />
        <span>
          {name}
          {tax}
        </span>
      </th>
      <td />
      {children}
    </tr>
  );
}

function Codes({ line, locale, currency }: { line: RecordLine; locale: string; currency: string | null }) {
  const tax = line.taxAmount;
  const codes: { name: string; value: ReactNode }[] = [
    { name: 'Account', value: line.accountCode },
    { name: 'Item', value: line.itemCode },
    { name: 'Tax', value: line.taxCode },
    { name: 'Tax amount', value: tax === null ? null : <Money amount={tax} currency={currency} locale={locale} /> },
    ...(line.tracking ?? []).map(({ name, option }) => ({ name, value: option })),
  ];
  const known = codes.filter(({ value }) => value !== null && value !== '');
  if (known.length === 0) return null;
  return (
    <span className={styles.codes}>
      {known.map(({ name, value }) => (
        <span key={name}>
          {name} <span className={styles.code}>{value}</span>
        </span>
      ))}
    </span>
  );
}

function Quantity({ line, locale }: { line: RecordLine; locale: string }) {
  const quantity = line.quantity === null ? null : formatFigure(line.quantity, locale, 0);
  const unitAmount = line.unitAmount === null ? null : formatFigure(line.unitAmount, locale, 2);
  if (quantity === null || unitAmount === null) return quantity ?? unitAmount;
  return (
    <>
      {quantity} × {unitAmount}
    </>
  );
}

// Quantities and unit prices have up to six decimals; Intl formats decimal text digit by digit.
function formatFigure(text: string, locale: string, minimumFractionDigits: number): string {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits: 6 });
  return format.format(text as Intl.StringNumericLiteral);
}

function LineDifference({ line, isComparable, locale }: { line: RecordLine; isComparable: boolean; locale: string }) {
  const difference = differenceOfLine(line);
  if (difference === null || !isComparable) return <span className={styles.quiet}>not compared</span>;
  if (isZero(difference)) return <span className={styles.quiet}>equal</span>;
  return (
    <span className={styles.differs}>
      <Money amount={difference} currency={null} locale={locale} isSigned />
    </span>
  );
}

function LineReason({ line, record }: { line: RecordLine; record: RecordDetail }) {
  const reason = lineReason(line, record);
  return reason === null ? null : <span className={styles.reason}>{reason}</span>;
}

function differenceOfLine({ amount, syncedAmount }: RecordLine): Amount | null {
  return amount === null || syncedAmount === null ? null : differenceOf(amount, syncedAmount);
}
