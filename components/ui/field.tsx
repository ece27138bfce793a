'use client';

import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

/** What the control must carry, so that its label, its hint and what is wrong with it are told with it. */
export type ControlProps = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

type FieldProps = {
  label: string;
  hint?: ReactNode;
  /** What is wrong, to be read after the label: `must not be empty`. */
  problem: string | undefined;
  children: (control: ControlProps) => ReactNode;
};

/** One labelled control of a form, with what is wrong with it below. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, problem === undefined ? null : `${id}-problem`];
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described.filter((part) => part !== null).join(' ') || undefined,
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <FieldProblem id={`${id}-problem`} label={label} problem={problem} />
    </div>
  );
}

type CheckListProps = {
  label: string;
  name: string;
  choices: readonly { value: string; label: string; does: string }[];
  /** What is ticked at first. */
  ticked: readonly string[];
  problem: string | undefined;
  onChange?: (ticked: string[]) => void;
};

/** Several things to tick, each with what it does. */
export function CheckList({ label, name, choices, ticked, problem, onChange }: CheckListProps) {
  const id = useId();
  return (
    <fieldset className={styles.list} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <div key={choice.value} className={styles.choice}>
          <input
            type="checkbox"
            id={`${id}-${choice.value}`}
            name={name}
            value={choice.value}
            defaultChecked={ticked.includes(choice.value)}
            aria-describedby={`${id}-${choice.value}-does`}
            aria-invalid={problem === undefined ? undefined : true}
            onChange={(event) => onChange?.(tickedIn(event.currentTarget.form, name))}
          />
          <div>
            <label htmlFor={`${id}-${choice.value}`}>{choice.label}</label>
            <p id={`${id}-${choice.value}-does`} className={styles.hint}>
              {choice.does}
            </p>
          </div>
        </div>
      ))}
      <FieldProblem id={`${id}-problem`} label={label} problem={problem} />
    </fieldset>
  );
}

function tickedIn(form: HTMLFormElement | null, name: string): string[] {
  return form === null ? [] : new FormData(form).getAll(name).map(String);
}

function FieldProblem({ id, label, problem }: { id: string; label: string; problem: string | undefined }) {
  if (problem === undefined) return null;
  return (
    <p id={id} className={styles.problem} role="alert">
      {label} {problem}.
    </p>
  );
}
