'use client';

import { useRef, useState, useTransition } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import type { FieldError } from '#lib/core/app-error.ts';
import type { Detected, ImportRun, ReadingChoices } from '#lib/imports/import-contract.ts';
import { check, readAgain } from '../../actions.ts';
import { rowsWords } from '../../import-words.ts';
import {
  type Draft,
  firstDraft,
  formatsOf,
  guessedFields,
  needsOf,
  outcomeWords,
  problemsOf,
  problemWords,
  toChoices,
  usedFields,
} from '../choices.ts';
import styles from './choose-panel.module.css';
import { ColumnMapper } from './column-mapper.tsx';
import { FirstRows } from './first-rows.tsx';
import { HoldsChoice } from './holds-choice.tsx';
import { OutcomeWords } from './outcome-words.tsx';
import { ReadingChoice } from './reading-choice.tsx';
import { RowValues } from './row-values.tsx';
import { ValueChoices } from './value-choices.tsx';

/** What the panel needs to know of the business. */
export type ChooseSetting = {
  tenant: string;
  sources: readonly { slug: string; name: string }[];
  timeZones: readonly string[];
  currency: string;
  formats: Formats;
  /** Rejected rows are downloaded by whoever may export. */
  canExport: boolean;
};

type ChoosePanelProps = {
  setting: ChooseSetting;
  run: ImportRun & { detected: Detected };
  onRun: (run: ImportRun) => void;
  /** Given where it was checked already and may stay so. */
  onCancel?: () => void;
  /** Given where nothing but this file would be lost. */
  onGiveUp?: () => void;
};

type Problem = { sentence: string; field: string };

/** Everything that a person decides before the file is checked, each with what the file suggests filled in. */
export function ChoosePanel({ setting, run, onRun, onCancel, onGiveUp }: ChoosePanelProps) {
  const { tenant, sources, timeZones, currency, formats } = setting;
  const { id, detected } = run;
  const [draft, setDraft] = useState(() => firstDraft(run, sources));
  const [seen, setSeen] = useState(detected);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [isPending, startTransition] = useTransition();
  const told = useRef<HTMLDivElement>(null);
  const isBusy = isPending || run.state === 'reading';
  const isTable = run.format !== 'ndjson';

  // Read in another way, the file has other columns: what was chosen of them goes, the rest stays.
  if (headingsOf(seen) !== headingsOf(detected)) {
    setSeen(detected);
    setDraft({ ...draft, fieldOf: guessedFields(detected), isNumberId: false });
  }

  function change(next: Draft) {
    setDraft(next);
    // What was asked for and is there now is not asked for any longer.
    if (problems.length > 0) setProblems(problemsOf(next, run).map(toProblem));
  }
  function tell(next: Problem[]) {
    setProblems(next);
    requestAnimationFrame(() => told.current?.focus());
  }
  function read(reading: ReadingChoices) {
    if (isBusy) return;
    startTransition(async () => {
      const outcome = await readAgain({ tenant, id }, reading);
      if (outcome.isDone) onRun(outcome.value);
      else tell([{ field: '', sentence: outcome.message }]);
    });
  }
  function submit() {
    if (isBusy) return;
    const missing = problemsOf(draft, run);
    if (missing.length > 0) return tell(missing.map(toProblem));
    startTransition(async () => {
      const outcome = await check({ tenant, id }, toChoices(draft, detected));
      if (outcome.isDone) return onRun(outcome.value);
      const wrong = Object.entries(outcome.fields).map(([field, message]) => toProblem({ field, message }));
      tell(wrong.length > 0 ? wrong : [{ field: '', sentence: outcome.message }]);
    });
  }

  const choices = toChoices(draft, detected);
  const words = draft.holds === 'attempts' ? outcomeWords(choices, detected) : [];
  const wrong = Object.fromEntries(problems.map(({ field, sentence }) => [field, sentence]));
  return (
    <form
      className={styles.panel}
      aria-label="Choices"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <section className={styles.section} aria-labelledby="holds-title">
        <h2 id="holds-title">What is in the file</h2>
        <HoldsChoice
          draft={draft}
          onDraft={change}
          sources={sources}
          isSaidByFile={!isTable}
          problem={wrong.source === undefined ? undefined : 'must be chosen'}
        />
      </section>

      {isTable ? (
        <>
          <section className={styles.section} aria-labelledby="reading-title">
            <h2 id="reading-title">How it is read</h2>
            <ReadingChoice detected={detected} reading={run.reading} isBusy={isBusy} onReading={read} />
            <p className={styles.quiet} role="status">
              {run.state === 'reading'
                ? 'Reading the file anew…'
                : `${rowsWords(detected.rows, formats.locale)} of data. These are the first:`}
            </p>
            <FirstRows columns={detected.columns.map(({ heading }) => heading)} rows={detected.preview} />
          </section>

          <section className={styles.section} aria-labelledby="columns-title">
            <h2 id="columns-title">What each column is</h2>
            <p className={styles.lead}>
              Filled in by the headings; change what is wrong. A document is known by its Source ID, so that importing
              it again changes it and never doubles it.
            </p>
            <ColumnMapper columns={detected.columns} draft={draft} onDraft={change} />
          </section>

          <section className={styles.section} aria-labelledby="rows-title">
            <h2 id="rows-title">The same in every row</h2>
            <p className={styles.lead}>For what the file has no column for, or leaves empty.</p>
            <RowValues draft={draft} onDraft={change} used={usedFields(draft, detected.columns)} currency={currency} />
          </section>

          <section className={styles.section} aria-labelledby="values-title">
            <h2 id="values-title">How values are written</h2>
            <ValueChoices
              draft={draft}
              onDraft={change}
              needs={needsOf(choices, detected)}
              // Once it was checked, rows may have asked for what the first values did not need.
              offered={run.state === 'checked' ? formatsOf(choices) : []}
              timeZones={timeZones}
              formats={formats}
              wrong={Object.keys(wrong)}
            />
            {words.length === 0 ? null : <OutcomeWords draft={draft} onDraft={change} words={words} />}
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={draft.emptyCells === 'clear'}
                onChange={(event) => change({ ...draft, emptyCells: event.currentTarget.checked ? 'clear' : 'keep' })}
              />
              An empty cell clears what the record has; otherwise the record keeps it
            </label>
          </section>
        </>
      ) : null}

      {problems.length === 0 ? null : (
        <div ref={told} className={styles.missing} role="alert" tabIndex={-1}>
          {problems.length === 1 ? (
            <p>{problems[0]?.sentence}</p>
          ) : (
            <ul>
              {problems.map(({ sentence }) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      <div className={styles.acts}>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          {isPending ? 'One moment…' : `Check ${rowsWords(detected.rows, formats.locale)}`}
        </Button>
        {onCancel === undefined ? null : <Button onClick={onCancel}>Keep the choices as they were</Button>}
        <span className={styles.quiet}>Checking changes nothing.</span>
        {onGiveUp === undefined ? null : (
          <Button kind="quiet" onClick={onGiveUp}>
            Give this import up
          </Button>
        )}
      </div>
    </form>
  );
}

function toProblem(error: FieldError): Problem {
  return { field: error.field, sentence: problemWords(error) };
}

function headingsOf({ columns }: Detected): string {
  return JSON.stringify(columns.map(({ heading }) => heading));
}
