'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useState } from 'react';
import { BulkOutcome } from '#components/bulk/bulk-outcome.tsx';
import { BulkProgress } from '#components/bulk/bulk-progress.tsx';
import type { BulkProblem, BulkView } from '#components/bulk/bulk-view.ts';
import { ProblemNote } from '#components/bulk/problem-note.tsx';
import { Button } from '#components/ui/button.tsx';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';
import { isUnderWay, useBulkView } from '../../../_components/bulk/use-bulk-view.ts';
import { stopBulk } from '../../actions.ts';
import styles from '../../bulk-page.module.css';

type OperationNowProps = { tenant: string; first: BulkView; canStop: boolean };

/** How far an operation is, while it is under way; then what it did. */
export function OperationNow({ tenant, first, canStop }: OperationNowProps) {
  const router = useRouter();
  const [view, setView] = useState(first);
  const [problem, setProblem] = useState<BulkProblem | null>(null);
  const { operation, formats } = view;
  const { forget } = useBulkWork();

  const { isLost } = useBulkView(tenant, view, (next) => {
    setView(next);
    // The table and the undo belong to the page.
    if (!isUnderWay(next.operation.state)) startTransition(() => router.refresh());
  });

  const isOver = !isUnderWay(operation.state);
  useEffect(() => {
    // Whoever has seen the result need not be told of it in the frame.
    if (isOver) forget(operation.id);
  }, [isOver, forget, operation.id]);

  async function stop() {
    const answer = await stopBulk({ tenant, id: operation.id });
    if ('problem' in answer) setProblem(answer.problem);
    else setView(answer.view);
  }

  if (operation.state === 'previewed') {
    return <p className={styles.now}>It was only looked at and never started, so nothing was changed.</p>;
  }
  if (isOver) {
    return (
      <div className={styles.now}>
        <BulkOutcome operation={operation} locale={formats.locale} />
      </div>
    );
  }
  return (
    <section className={styles.now} aria-label="Progress">
      <BulkProgress operation={operation} locale={formats.locale} />
      {isLost ? (
        <p className={styles.quiet}>The server does not answer just now. What has begun goes on there.</p>
      ) : null}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {canStop && operation.state !== 'freezing' ? (
        <Button className={styles.stop} onClick={stop} disabled={operation.state === 'stopping'}>
          {operation.state === 'stopping' ? 'Stopping…' : 'Stop'}
        </Button>
      ) : null}
    </section>
  );
}
