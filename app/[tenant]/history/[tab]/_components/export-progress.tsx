'use client';

import { useSyncExternalStore } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import styles from './export.module.css';
import { currentExport, dismissExport, type ExportStanding, fileOf, watchExport } from './export-store.ts';

/** How far the export is, the way to end it, and afterwards its file. */
export function ExportProgressLine({ locale }: { locale: string }) {
  const standing = useSyncExternalStore(watchExport, currentExport, () => null);
  return (
    <div role="status" aria-label="Export">
      {standing === null ? null : <Line standing={standing} locale={locale} />}
    </div>
  );
}

function Line({ standing: { href, progress }, locale }: { standing: ExportStanding; locale: string }) {
  const isUnderWay = progress.state === 'waiting' || progress.state === 'writing';
  return (
    <div className={styles.progress} data-state={progress.state}>
      {progress.state === 'waiting' ? <span>Export: counting the records…</span> : null}
      {progress.state === 'writing' ? (
        <>
          {/* Read out once, not at each step: the bar has the figures for whoever asks. */}
          <span>Exporting</span>
          <progress aria-label="Rows written" max={Math.max(1, progress.total)} value={progress.rows} />
          <span aria-hidden="true" className={styles.figures}>
            {formatCount(progress.rows, locale)} of {formatCount(progress.total, locale)} rows ·{' '}
            {formatBytes(progress.bytes, locale)}
          </span>
        </>
      ) : null}
      {progress.state === 'done' ? (
        <>
          <Icon name="complete" />
          <span className={styles.file}>
            <a href={fileOf(href, progress.id)} download>
              {progress.fileName}
            </a>
          </span>
          <span className={styles.figures}>
            {formatCount(progress.rows, locale)} rows · {formatBytes(progress.bytes, locale)}
          </span>
        </>
      ) : null}
      {progress.state === 'failed' ? (
        <>
          <Icon name="failed" />
          <span>{progress.message}</span>
        </>
      ) : null}
      <Button
        kind="quiet"
        className={styles.end}
        isSquare={!isUnderWay}
        aria-label={isUnderWay ? undefined : 'Close'}
        onClick={dismissExport}
      >
        {isUnderWay ? 'Cancel export' : <Icon name="close" />}
      </Button>
    </div>
  );
}

function formatBytes(bytes: number, locale: string): string {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(
    amount,
  );
}
