'use client';

import { useEffect, useState } from 'react';
import type { BulkView } from '#components/bulk/bulk-view.ts';
import { countsWords, doingWords } from '#components/bulk/bulk-words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { percentOf } from '#components/ui/progress-bar.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { isUnderWay, readBulkView, useBulkView } from './use-bulk-view.ts';
import styles from './work-hint.module.css';

type WorkHintProps = { tenant: string; id: string; otherCount: number; onUndo: () => void; onForget: () => void };

/** One operation in a line: how far it is, then what it did, until it is put away. */
export default function WorkHint({ tenant, id, otherCount, onUndo, onForget }: WorkHintProps) {
  const [view, setView] = useState<BulkView | null>(null);
  useBulkView(tenant, view, setView);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is forgotten once at most
  useEffect(() => {
    const leaving = new AbortController();
    readBulkView(tenant, id, leaving.signal)
      // What is not there any more, or never began, is not under way.
      .then((read) => (read === null || read.operation.state === 'previewed' ? onForget() : setView(read)))
      .catch(() => undefined);
    return () => leaving.abort();
  }, [tenant, id]);

  if (view === null) return null;
  const { operation, formats, pageHref } = view;
  const { locale } = formats;
  const isLive = isUnderWay(operation.state);
  return (
    <div className={styles.hint} role="status" aria-label="Work under way" data-state={operation.state}>
      <SoftLink className={styles.link} href={pageHref} title={doingWords(operation, operation.total, locale)}>
        {isLive ? (
          <>
            <progress
              className={styles.bar}
              max={operation.total ?? undefined}
              value={operation.done}
              aria-label="Records done"
            />
            <span className={styles.words}>{operation.state === 'stopping' ? 'Stopping' : 'Work under way'}</span>
            <span className={styles.percent}>{percentOf(operation.done, operation.total) ?? 0}%</span>
          </>
        ) : (
          <>
            <Icon name={operation.state === 'finished' ? 'complete' : 'failed'} />
            <span>{countsWords(operation.counts, operation.act, locale)}</span>
          </>
        )}
      </SoftLink>
      {otherCount > 0 ? (
        <SoftLink className={styles.more} href={`/${tenant}/bulk`}>
          +{otherCount}
          <span className="visually-hidden"> more</span>
        </SoftLink>
      ) : null}
      {operation.undoableUntil === null || isLive ? null : (
        <Button kind="quiet" className={styles.act} onClick={onUndo}>
          Undo
        </Button>
      )}
      {isLive ? null : (
        <Button kind="quiet" isSquare className={styles.act} aria-label="Put away" onClick={onForget}>
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}
