'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useState } from 'react';
import { CheckEntry } from '#components/checks/check-entry.tsx';
import { labelOf, MATTER_WORDS } from '#components/checks/check-words.ts';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { CHECK_MATTERS, CHECK_NAMES, type CheckResult } from '#lib/checks/check-contract.ts';
import { checkNow } from '../actions.ts';
import styles from '../connection.module.css';
import { historyHref } from '../connection-params.ts';
import { useCheckRun } from './use-check-run.ts';

type ChecksNowProps = {
  tenant: string;
  connectionId: string;
  /** The latest answers, as the page was read. */
  results: CheckResult[];
  /** A run that is under way already. */
  openRunId: string | null;
  /** When the checks run next by themselves. */
  nextAt: string | null;
  canCheck: boolean;
  formats: Formats;
};

/** What the checks found, by whose matter it is; and Check now, whose answers appear as they come. */
export function ChecksNow(props: ChecksNowProps) {
  const { tenant, connectionId, results, openRunId, nextAt, canCheck, formats } = props;
  const router = useRouter();
  const [runId, setRunId] = useState(openRunId);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { followed, isLost } = useCheckRun(tenant, connectionId, runId, () => {
    setIsOver(true);
    startTransition(() => router.refresh());
  });
  const isRunning = runId !== null && !isOver;
  const fresh = followed?.run.results ?? [];
  const shown = newest(results, fresh);
  const answered = new Set(fresh.map(({ check }) => check)).size;
  const path = `/${tenant}/connections/${connectionId}`;

  async function ask() {
    setProblem(null);
    const outcome = await checkNow({ tenant, connectionId });
    if (!outcome.isDone) return setProblem(outcome.message);
    setIsOver(false);
    setRunId(outcome.value);
  }

  return (
    <section className={styles.section} aria-labelledby="checks">
      <div className={styles.head}>
        <h2 id="checks" className={styles.subtitle}>
          Checks
        </h2>
        {canCheck ? (
          <Button
            kind="primary"
            className={styles.act}
            aria-disabled={isRunning}
            onClick={() => (isRunning ? null : void ask())}
          >
            {isRunning ? 'Checking…' : 'Check now'}
          </Button>
        ) : null}
      </div>
      <div className={styles.progress} aria-live="polite">
        {isRunning ? (
          <>
            <ProgressBar label="Checks answered" done={answered} total={followed?.checks ?? null} />
            <p>
              {followed === null || followed.run.state === 'waiting'
                ? 'Waiting for a worker to begin.'
                : `${answered} of ${followed.checks} answered.`}
            </p>
          </>
        ) : isOver && followed !== null ? (
          <p>
            {followed.run.state === 'finished'
              ? `Checked: ${answered} answered.`
              : 'The checks broke off. What was answered before is kept; try again.'}
          </p>
        ) : nextAt === null ? null : (
          <p className={styles.quiet}>
            Checked again by itself, next at <DateTime instant={nextAt} formats={formats} />.
          </p>
        )}
        {isLost ? <p>The server does not answer just now. What has begun goes on there.</p> : null}
        {problem === null ? null : <p role="alert">{problem}</p>}
      </div>
      {shown.length === 0 ? (
        <p className={styles.empty}>No check has been run yet, so nothing is known of this connection.</p>
      ) : (
        CHECK_MATTERS.map((matter) => {
          const own = shown.filter((result) => result.matter === matter);
          if (own.length === 0) return null;
          const { title, lead } = MATTER_WORDS[matter];
          return (
            <section key={matter} aria-label={title} className={styles.matter}>
              <h3 className={styles.matterTitle}>
                {title} <span className={styles.quiet}>{lead}</span>
              </h3>
              {own.map((result) => (
                <CheckEntry
                  key={`${result.check} ${result.subject} ${result.runId}`}
                  label={labelOf(result.check, result.subject)}
                  answer={result}
                  formats={formats}
                  isFresh={result.runId === runId}
                >
                  <p>
                    <SoftLink href={historyHref(path, result.check, result.subject)}>
                      What it said before
                      <span className="visually-hidden">: {labelOf(result.check, result.subject)}</span>
                    </SoftLink>
                  </p>
                </CheckEntry>
              ))}
            </section>
          );
        })
      )}
    </section>
  );
}

/** Of each check and subject, what was answered last. */
function newest(results: readonly CheckResult[], fresh: readonly CheckResult[]): CheckResult[] {
  const latest = new Map<string, CheckResult>();
  for (const result of [...results, ...fresh]) {
    const key = `${result.check} ${result.subject}`;
    const known = latest.get(key);
    if (known === undefined || known.at <= result.at) latest.set(key, result);
  }
  return [...latest.values()].toSorted(
    (a, b) => CHECK_NAMES.indexOf(a.check) - CHECK_NAMES.indexOf(b.check) || (a.subject < b.subject ? -1 : 1),
  );
}
