'use client';

import { useEffect, useState } from 'react';
import { CheckEntry } from '#components/checks/check-entry.tsx';
import { CheckState } from '#components/checks/check-state.tsx';
import { CopyButton } from '#components/sync/error-message.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { GuidedRun, StepResult } from '#lib/guidance/guidance-contract.ts';
import { actorWords, rankTodo, stepHref, stepLabel, supportText } from '../../step-words.ts';
import styles from '../../why.module.css';
import { isUnderWay, useGuidedRun } from './use-guided-run.ts';

type GuidedNowProps = { tenant: string; first: GuidedRun; formats: Formats };

/** The steps as they are answered, and in the end what to do: ranked, by whom, with the ways there. */
export function GuidedNow({ tenant, first, formats }: GuidedNowProps) {
  const { run, isLost } = useGuidedRun(tenant, first);
  // The server does not know by which name it was called.
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  const answered = new Set(run.results.map(({ step }) => step));
  const ahead = run.steps.filter((step) => !answered.has(step));
  const isLive = isUnderWay(run);
  const todo = rankTodo(run);
  const unchecked = run.results.filter(({ state }) => state === 'not_checked').length;
  return (
    <>
      <div className={styles.progress} aria-live="polite">
        {isLive ? (
          <>
            <ProgressBar
              label="Steps answered"
              done={run.steps.length - ahead.length}
              total={run.steps.length === 0 ? null : run.steps.length}
            />
            <p>
              {run.steps.length === 0
                ? 'Waiting for a worker to begin.'
                : `${run.steps.length - ahead.length} of ${run.steps.length} steps answered.`}
            </p>
          </>
        ) : run.state === 'broken' ? (
          <p role="alert">The run broke off. What was answered before is below; go through it again.</p>
        ) : null}
        {isLost ? <p>The server does not answer just now. What has begun goes on there.</p> : null}
      </div>
      {isLive ? null : (
        <section className={styles.section} aria-labelledby="todo">
          <div className={styles.head}>
            <h2 id="todo" className={styles.subtitle}>
              What to do
            </h2>
            <div className={`${styles.acts} ${styles.screenOnly}`}>
              <Button onClick={() => window.print()}>Print</Button>
              <CopyButton text={supportText(run, `${origin}/${tenant}/why/${run.id}`)} label="Copy for support" />
            </div>
          </div>
          {todo.length === 0 ? (
            <p className={styles.lead}>
              Nothing was found to be wrong
              {unchecked === 0
                ? '.'
                : `, and ${unchecked === 1 ? 'one step' : `${unchecked} steps`} could not be checked: that is not the same as fine.`}
            </p>
          ) : (
            <ol className={styles.todo}>
              {todo.map((result) => (
                <Todo key={`${result.step} ${result.subject}`} tenant={tenant} run={run} result={result} />
              ))}
            </ol>
          )}
        </section>
      )}
      <section className={styles.section} aria-labelledby="steps">
        <h2 id="steps" className={styles.subtitle}>
          Steps, the likeliest first
        </h2>
        <div className={styles.steps}>
          {run.steps
            .flatMap((step) => run.results.filter((result) => result.step === step))
            .map((result) => (
              <CheckEntry
                key={`${result.step} ${result.subject}`}
                label={stepLabel(result.step, result.subject)}
                answer={{ ...result, evidence: shownEvidence(result) }}
                formats={formats}
                level={3}
                isFresh={isLive}
              />
            ))}
          {ahead.map((step) => (
            <div key={step} className={styles.ahead}>
              <span>{isLive ? 'To come' : 'Not answered'}</span>
              <span>{stepLabel(step)}</span>
            </div>
          ))}
        </div>
      </section>
    </>
  );
}

function Todo({ tenant, run, result }: { tenant: string; run: GuidedRun; result: StepResult }) {
  const { step, subject, state, sentence, remedy, evidence } = result;
  const way = stepHref(tenant, run, result);
  const money = evidence.money ?? [];
  return (
    <li>
      <div className={styles.item}>
        <p className={styles.what}>
          <strong>{stepLabel(step, subject)}</strong>
          <CheckState state={state} />
        </p>
        <p>{sentence}</p>
        {remedy === null ? null : <p>{remedy}</p>}
        <p className={styles.quiet}>
          To be done by {actorWords(result)}.{money.length === 0 ? '' : ` It is about ${money.join(', ')}.`}
        </p>
        {evidence.examples === undefined || evidence.examples.length === 0 ? null : (
          <p>
            Records:{' '}
            {evidence.examples.map(({ id, number }, place) => (
              <span key={id}>
                {place === 0 ? null : ', '}
                <SoftLink href={`/${tenant}/records/${id}`}>{number}</SoftLink>
              </span>
            ))}
            {(evidence.records ?? 0) > evidence.examples.length ? ' and others' : null}
          </p>
        )}
        {way === null ? null : (
          <p className={styles.screenOnly}>
            <SoftLink href={way.href}>{way.label}</SoftLink>
          </p>
        )}
      </div>
    </li>
  );
}

/** What stands in words and links already is left out. */
function shownEvidence({ evidence }: StepResult): Record<string, unknown> {
  const { examples, who: _who, connectionId: _connectionId, cause: _cause, ...shown } = evidence;
  return { ...shown, ...(examples === undefined ? {} : { examples: examples.map(({ number }) => number).join(', ') }) };
}
