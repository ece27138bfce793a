import { formatCount } from '#components/sync/format-money.ts';
import { ProgressBar, percentOf } from '#components/ui/progress-bar.tsx';
import type { ImportRun, ImportStep } from '#lib/imports/import-contract.ts';
import { countsWords, formatBytes } from '../../import-words.ts';
import styles from './import-progress.module.css';

const STEP_LABEL: Record<ImportStep, string> = {
  reading: 'Reading the file',
  comparing: 'Looking for rows of the same record',
  checking: 'Checking each row; nothing is changed',
  writing: 'Importing',
};

/** How far the step of an import is that a worker is at. */
export function ImportProgress({ run, locale }: { run: ImportRun; locale: string }) {
  const { progress, state, isWaiting, counts, size } = run;
  if (state === 'uploading') {
    return <p>The file is being sent; {formatBytes(size, locale)} have arrived. Leave the page that sends it open.</p>;
  }
  if (progress === null) {
    return (
      <div className={styles.progress}>
        <ProgressBar label="Rows done" done={0} total={null} />
        <p role="status">
          {isWaiting
            ? 'Waiting to be taken up. Imports of a business run one after another.'
            : state === 'stopping'
              ? 'Stopping after the rows it is at…'
              : 'Beginning…'}
        </p>
      </div>
    );
  }
  const { step, done, total } = progress;
  const percent = percentOf(done, total);
  const label = state === 'stopping' ? 'Stopping after the rows it is at' : STEP_LABEL[step];
  return (
    <div className={styles.progress}>
      <ProgressBar label="Rows done" done={done} total={total} />
      <p className={styles.line}>
        <span>
          {label}: {formatCount(done, locale)}
          {total === null ? ' rows' : ` of ${formatCount(total, locale)} rows`}
        </span>
        {percent === null ? null : <span className={styles.quiet}>{percent}%</span>}
      </p>
      {/* Heard at each quarter, not at each look. */}
      <p className="visually-hidden" role="status">
        {percent === null ? label : `${label}: ${Math.floor(percent / 25) * 25} per cent`}
      </p>
      {counts === null ? null : <p className={styles.quiet}>So far {countsWords(counts, locale)}.</p>}
    </div>
  );
}
