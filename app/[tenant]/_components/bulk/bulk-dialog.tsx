'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from '#components/bulk/bulk-dialog.module.css';
import { BulkOutcome } from '#components/bulk/bulk-outcome.tsx';
import { BulkPreview } from '#components/bulk/bulk-preview.tsx';
import { BulkProgress } from '#components/bulk/bulk-progress.tsx';
import type { BulkConfirmation, BulkProblem, BulkView } from '#components/bulk/bulk-view.ts';
import { actLabel, actWords, doingWords } from '#components/bulk/bulk-words.ts';
import { ProblemNote } from '#components/bulk/problem-note.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { askForBulk, startBulk, stopBulk } from '../../bulk/actions.ts';
import type { BulkAsk } from './bulk-ask.ts';
import { useBulkView } from './use-bulk-view.ts';

type BulkDialogProps = {
  tenant: string;
  /** What is asked for; null while nothing is. */
  ask: BulkAsk | null;
  onAsk: (ask: BulkAsk) => void;
  /** The work has begun: it goes on also without the dialog. */
  onStarted: (id: string) => void;
  onClose: () => void;
};

/** The talk about one change of many records: what it will do, how far it is, what it did. */
export default function BulkDialog({ tenant, ask, onAsk, onStarted, onClose }: BulkDialogProps) {
  return (
    <Sheet label="Update sync status" side="center" isForm isOpen={ask !== null} onClose={onClose}>
      {ask === null ? null : (
        <Talk key={keyOf(ask)} tenant={tenant} ask={ask} onAsk={onAsk} onStarted={onStarted} onClose={onClose} />
      )}
    </Sheet>
  );
}

function Talk({ tenant, ask, onAsk, onStarted, onClose }: BulkDialogProps & { ask: BulkAsk }) {
  const [view, setView] = useState<BulkView | null>(null);
  const [problem, setProblem] = useState<BulkProblem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { isLost } = useBulkView(tenant, view, setView);

  async function open() {
    setProblem(null);
    const answer = await answered(askForBulk({ tenant, ask: withoutCallback(ask) }));
    if ('problem' in answer) setProblem(answer.problem);
    else setView(answer.view);
  }
  async function start(confirmation: BulkConfirmation) {
    if (view === null) return;
    setIsBusy(true);
    setProblem(null);
    const { id } = view.operation;
    const answer = await answered(startBulk({ tenant, id, ...confirmation }));
    setIsBusy(false);
    if ('problem' in answer) return setProblem(answer.problem);
    setView(answer.view);
    onStarted(id);
    if ('selection' in ask) ask.onStarted?.();
    // One record is done in a moment: the frame says so, and the person goes on.
    if (answer.view.operation.total === 1) onClose();
  }
  async function stop() {
    if (view === null) return;
    const answer = await answered(stopBulk({ tenant, id: view.operation.id }));
    if ('problem' in answer) setProblem(answer.problem);
    else setView(answer.view);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the selection is frozen once, when the dialog opens
  useEffect(() => {
    void open();
  }, []);

  const head = (
    <Head title={titleOf(ask, view)} onClose={onClose} isLive={view !== null && view.operation.state !== 'previewed'} />
  );
  if (view === null) {
    return (
      <>
        {head}
        {problem === null ? (
          <Waiting>Looking at what is selected…</Waiting>
        ) : (
          <div className={styles.body}>
            <ProblemNote problem={problem} />
            <div className={styles.acts}>
              <Button onClick={onClose}>Close</Button>
              <Button kind="primary" onClick={open}>
                Try again
              </Button>
            </div>
          </div>
        )}
      </>
    );
  }

  const { operation, formats, pageHref } = view;
  const lost = isLost ? (
    <p className={styles.quiet}>The server does not answer just now. What has begun goes on there.</p>
  ) : null;
  switch (operation.state) {
    case 'freezing':
      return (
        <>
          {head}
          <div className={styles.body}>
            <p>Everything that is selected is being noted, so that nothing else is touched later.</p>
            <BulkProgress operation={operation} locale={formats.locale} />
            {lost}
            <div className={styles.acts}>
              <Button onClick={onClose}>Cancel</Button>
            </div>
          </div>
        </>
      );
    case 'previewed':
      return (
        <>
          {head}
          <BulkPreview view={view} isBusy={isBusy} problem={problem} onConfirm={start} onCancel={onClose} />
        </>
      );
    case 'running':
    case 'stopping':
      return (
        <>
          {head}
          <div className={styles.body}>
            <BulkProgress operation={operation} locale={formats.locale} />
            <p className={styles.quiet}>You can close this and go on working: it stays under “Work under way” above.</p>
            {lost}
            {problem === null ? null : <ProblemNote problem={problem} />}
            <div className={styles.acts}>
              <Button onClick={stop} disabled={operation.state === 'stopping'}>
                {operation.state === 'stopping' ? 'Stopping…' : 'Stop'}
              </Button>
              <Button kind="primary" onClick={onClose}>
                Close and go on working
              </Button>
            </div>
          </div>
        </>
      );
    default:
      return (
        <>
          {head}
          <div className={styles.body}>
            <BulkOutcome operation={operation} locale={formats.locale} />
            <div className={styles.acts}>
              {operation.undoableUntil === null ? null : (
                <Button onClick={() => onAsk({ undoes: operation.id })}>Undo</Button>
              )}
              <SoftLink className={buttonClass} data-kind="normal" href={pageHref} onClick={onClose}>
                See each record
              </SoftLink>
              <Button kind="primary" onClick={onClose}>
                Done
              </Button>
            </div>
          </div>
        </>
      );
  }
}

function Head({ title, isLive, onClose }: { title: string; isLive: boolean; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus may be gone with the step before.
  useEffect(() => {
    if (isLive) heading.current?.focus({ preventScroll: true });
  }, [isLive]);
  return (
    <div className={styles.head}>
      <h2 ref={heading} className={styles.title} tabIndex={-1} aria-live="polite">
        {title}
      </h2>
      <Button kind="quiet" isSquare className={styles.close} aria-label="Close" title="Close (Esc)" onClick={onClose}>
        <Icon name="close" />
      </Button>
    </div>
  );
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className={styles.waiting} role="status">
      {children}
    </p>
  );
}

function titleOf(ask: BulkAsk, view: BulkView | null): string {
  if (view === null) return 'undoes' in ask ? 'Undo' : actLabel(ask.act);
  const { operation, forecast, formats } = view;
  const { locale } = formats;
  switch (operation.state) {
    case 'freezing':
      return `${actWords(operation, null, locale)}?`;
    case 'previewed':
      if ('subject' in ask && ask.subject !== null) return `${actLabel(ask.act)}: ${ask.subject}`;
      return `${actWords(operation, operation.act === 'undo' ? (forecast?.changes ?? operation.total) : operation.total, locale)}?`;
    case 'running':
      return `${doingWords(operation, operation.total, locale)}…`;
    case 'stopping':
      return 'Stopping…';
    case 'stopped':
      return 'Stopped';
    case 'broken':
      return 'Broken off';
    case 'finished':
      return operation.act === 'undo' ? 'Restored' : 'Done';
    default:
      return operation.state satisfies never;
  }
}

type Answer = { view: BulkView } | { problem: BulkProblem };

async function answered(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch {
    const message = 'The server did not answer. Look whether you are online, then try again.';
    return { problem: { message, requestId: null } };
  }
}

// A function can't be sent to the server.
function withoutCallback(ask: BulkAsk) {
  return 'undoes' in ask ? ask : { act: ask.act, selection: ask.selection };
}

function keyOf(ask: BulkAsk): string {
  return 'undoes' in ask ? `undo ${ask.undoes}` : 'act';
}
