'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Detected, ImportRun, ImportState } from '#lib/imports/import-contract.ts';
import { stop } from '../../actions.ts';
import { isUnderWay } from '../../import-words.ts';
import { ChoosePanel, type ChooseSetting } from './choose-panel.tsx';
import styles from './import-now.module.css';
import { ImportProgress } from './import-progress.tsx';
import { ImportResult } from './import-result.tsx';
import { useImport } from './use-import.ts';

type ImportNowProps = { setting: ChooseSetting; first: ImportRun };

/** Where an import stands, and what can be done with it there. It follows the import by itself. */
export function ImportNow({ setting, first }: ImportNowProps) {
  const router = useRouter();
  const [run, setRun] = useState(first);
  const [isChoosing, setIsChoosing] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const { tenant, formats } = setting;

  // The page was read anew: what it says is the latest.
  useEffect(() => setRun(first), [first]);

  function take(next: ImportRun) {
    setMessage(null);
    if (next.state !== run.state) {
      setIsChoosing(false);
      setSaid(SAID[next.state]);
      // What had the focus may be gone with its state; the page goes on from here.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
      });
      // The problems and the head belong to the page.
      startTransition(() => router.refresh());
    }
    setRun(next);
  }
  const { isLost } = useImport(tenant, run, take);

  async function end() {
    const outcome = await stop({ tenant, id: run.id });
    if (outcome.isDone) take(outcome.value);
    else setMessage(outcome.message);
  }

  return (
    <div ref={place} className={styles.now} tabIndex={-1} data-state={run.state}>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {isChoosable(run, isChoosing) ? (
        <ChoosePanel
          setting={setting}
          run={run}
          onRun={take}
          onCancel={run.state === 'checked' ? () => setIsChoosing(false) : undefined}
          onGiveUp={run.state === 'choosing' ? end : undefined}
        />
      ) : isUnderWay(run.state) ? (
        <section className={styles.work} aria-label="Progress">
          <ImportProgress run={run} locale={formats.locale} />
          {run.state === 'running' ? (
            <p className={styles.quiet}>
              You can leave this page: the import goes on, and is found again under Import.
            </p>
          ) : null}
        </section>
      ) : (
        <ImportResult
          tenant={tenant}
          run={run}
          locale={formats.locale}
          canExport={setting.canExport}
          onRun={take}
          onChoose={() => setIsChoosing(true)}
          onGiveUp={end}
        />
      )}
      {isLost ? (
        <p className={styles.quiet}>The server does not answer just now. What has begun goes on there.</p>
      ) : null}
      {message === null ? null : <p role="alert">{message}</p>}
      {STOPPABLE.includes(run.state) ? (
        <p>
          <Button onClick={() => void end()}>Stop</Button>
        </p>
      ) : null}
    </div>
  );
}

/** The choices stay while the file is read in another way; what was checked can be chosen anew. */
function isChoosable(run: ImportRun, isChoosing: boolean): run is ImportRun & { detected: Detected } {
  if (run.detected === null) return false;
  return run.state === 'choosing' || run.state === 'reading' || (run.state === 'checked' && isChoosing);
}

/** A worker is at it, or soon will be. */
const STOPPABLE: readonly ImportState[] = ['reading', 'checking', 'running'];

/** What is said where the state changes while somebody looks on. */
const SAID: Record<ImportState, string> = {
  uploading: '',
  reading: 'The file is being read.',
  choosing: 'The file has been read. Choose what its columns are.',
  checking: 'The file is being checked.',
  checked: 'The file has been checked.',
  running: 'The import has begun.',
  stopping: 'The import is stopping.',
  finished: 'The import has finished.',
  stopped: 'The import has stopped.',
  broken: 'The import broke off.',
  refused: 'The file is refused.',
};
