'use client';

import { lazy, Suspense, useEffect, useRef, useState, useTransition } from 'react';
import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import type { Assignable, ProblemRow } from '#lib/problems/problem-contract.ts';
import { acknowledge, reopen, type SeenProblem, unmute } from '../../actions.ts';
import styles from '../problem.module.css';
import type { CareAct } from './care-dialog.tsx';

const loadDialog = () => import('./care-dialog.tsx');
const CareDialog = lazy(loadDialog);

/** What whoever works on problems needs beside the problem itself. */
export type Care = { people: Assignable[]; ownId: string | null; currency: string; today: string; noteMax: number };

/** A problem as far as it is looked after. */
export type CaredProblem = Pick<
  ProblemRow,
  'id' | 'version' | 'state' | 'assignedTo' | 'dueOn' | 'muted' | 'solvedAt' | 'solvedHow' | 'figures'
>;

type ProblemCareProps = { tenant: string; problem: CaredProblem; care: Care | null; formats: Formats };

/** Who looks after it, until when, and what can be done with it. */
export function ProblemCare({ tenant, problem, care, formats }: ProblemCareProps) {
  const { id, version, state, assignedTo, dueOn, muted, figures } = problem;
  const [opened, setOpened] = useState<CareAct | null>(null);
  const [said, setSaid] = useState<{ text: string } | null>(null);
  const [isPending, startTransition] = useTransition();
  const status = useRef<HTMLParagraphElement>(null);
  const seen: SeenProblem = { id, version };

  useEffect(() => {
    if (said !== null) status.current?.focus();
  }, [said]);

  function act(work: () => Promise<Outcome<null>>, done: string) {
    if (isPending) return;
    startTransition(async () => {
      const outcome = await work();
      setSaid({ text: outcome.isDone ? done : outcome.message });
    });
  }
  const opens = (what: CareAct) => ({
    onPointerEnter: () => void loadDialog(),
    onFocus: () => void loadDialog(),
    onClick: () => setOpened(what),
  });
  const isSolved = state === 'solved';
  // Without a record that is failed or waits there would be nothing to solve; it comes back by itself with the next one.
  const canReopen = isSolved && figures.failed + figures.waiting > 0;
  return (
    <section className={styles.care} aria-label="Looked after">
      {opened === null || care === null ? null : (
        <Suspense>
          <CareDialog
            tenant={tenant}
            act={opened}
            problem={problem}
            care={care}
            onClose={() => setOpened(null)}
            onDone={(text) => {
              setOpened(null);
              setSaid({ text });
            }}
          />
        </Suspense>
      )}
      <dl className={styles.cared}>
        <div>
          <dt>Looked after by</dt>
          <dd>
            <span>{assignedTo?.name ?? 'Nobody'}</span>
            {care === null ? null : (
              <Button kind="quiet" {...opens('assign')}>
                {assignedTo === null ? 'Assign…' : 'Change…'}
              </Button>
            )}
          </dd>
        </div>
        <div>
          <dt>Due</dt>
          <dd>
            <span>{dueOn === null ? 'No day' : <CalendarDay day={dueOn} formats={formats} />}</span>
            {care === null ? null : (
              <Button kind="quiet" {...opens('due')}>
                {dueOn === null ? 'Set a day…' : 'Change…'}
              </Button>
            )}
          </dd>
        </div>
        {muted === null ? null : (
          <div>
            <dt>Muted</dt>
            <dd>
              {muted.until === null ? null : (
                <>
                  until <CalendarDay day={muted.until} formats={formats} />
                </>
              )}
              {muted.until !== null && muted.above !== null ? ', or ' : null}
              {muted.above === null ? null : (
                <>
                  until more than{' '}
                  <Money amount={muted.above.amount} currency={muted.above.currency} locale={formats.locale} /> is
                  blocked
                </>
              )}
              , by {muted.byName}
            </dd>
          </div>
        )}
        {isSolved && problem.solvedAt !== null ? (
          <div>
            <dt>Solved</dt>
            <dd>
              {problem.solvedHow === 'person' ? 'by hand, ' : null}
              <DateTime instant={problem.solvedAt} formats={formats} />
            </dd>
          </div>
        ) : null}
      </dl>
      <p ref={status} className={styles.said} role="status" tabIndex={-1}>
        {said?.text}
      </p>
      {care === null ? null : (
        <div className={styles.acts} aria-busy={isPending}>
          {state === 'open' ? (
            <Button onClick={() => act(() => acknowledge(tenant, seen, true), 'It is acknowledged.')}>
              Acknowledge
            </Button>
          ) : null}
          {state === 'acknowledged' ? (
            <Button onClick={() => act(() => acknowledge(tenant, seen, false), 'It is open again.')}>
              Take the acknowledgement back
            </Button>
          ) : null}
          {isSolved || state === 'muted' ? null : <Button {...opens('mute')}>Mute…</Button>}
          {state === 'muted' ? (
            <Button onClick={() => act(() => unmute(tenant, seen), 'It is in the list again.')}>Unmute</Button>
          ) : null}
          {canReopen ? (
            <Button onClick={() => act(() => reopen(tenant, seen), 'It is open again.')}>Reopen</Button>
          ) : null}
          {isSolved ? null : <Button {...opens('solve')}>Mark as solved…</Button>}
        </div>
      )}
    </section>
  );
}
