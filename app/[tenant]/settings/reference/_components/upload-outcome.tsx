'use client';

import { useEffect, useRef } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import type { UploadResult } from '#lib/reference/upload-reference.ts';
import styles from '../../settings.module.css';
import own from './reference.module.css';

/** What became of an uploaded file, with the rows that were refused. It takes the focus: the form is gone. */
export function UploadOutcome({ result, locale }: { result: UploadResult; locale: string }) {
  const status = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new outcome is told
  useEffect(() => status.current?.focus(), [result]);
  const count = (value: number) => formatCount(value, locale);
  const { created, updated, unchanged, rejected, deactivated, isComplete, unknownColumns, problems } = result;
  return (
    <div ref={status} className={styles.said} role="status" tabIndex={-1}>
      <p>
        {count(created)} created, {count(updated)} changed, {count(unchanged)} as before, {count(rejected)} refused
        {deactivated > 0 ? `, ${count(deactivated)} made inactive` : ''}.
      </p>
      {isComplete ? null : <p>Rows were refused, so nothing was made inactive. Mend them and upload the file again.</p>}
      {unknownColumns.length === 0 ? null : <p>Columns that were not used: {unknownColumns.join(', ')}.</p>}
      {problems.length === 0 ? null : (
        <table className={own.problems}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Column</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, field, message }) => (
              <tr key={`${row} ${field} ${message}`}>
                <td>{count(row)}</td>
                <td>{field}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
