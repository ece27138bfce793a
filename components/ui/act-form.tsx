'use client';

import { type ReactNode, useEffect, useRef, useState, useTransition } from 'react';
import styles from './act-form.module.css';
import { Button } from './button.tsx';

type Refused = { message: string; fields: Record<string, string> };
type Outcome<Value> = { isDone: true; value: Value } | ({ isDone: false } & Refused);

type ActFormProps<Value> = {
  /** What the button says, and what it says meanwhile. */
  submit: string;
  pending: string;
  /** `normal` beside another form, whose act comes first. */
  kind?: 'primary' | 'normal';
  act: (form: FormData) => Promise<Outcome<Value>>;
  onDone: (value: Value) => void;
  /** Given where one may go back without doing it. */
  onCancel?: () => void;
  /** Draws what stands above the buttons; it gets what is wrong, by field. */
  children: (problems: Record<string, string>) => ReactNode;
};

/** A form that does one thing: what is typed stays after a refusal, and the first wrong field gets the focus. */
export function ActForm<Value>({
  submit,
  pending,
  kind = 'primary',
  act,
  onDone,
  onCancel,
  children,
}: ActFormProps<Value>) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const problems = refused?.fields ?? {};
  const isAtFields = Object.keys(problems).length > 0;

  useEffect(() => {
    if (refused !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isPending) return;
        const data = new FormData(event.currentTarget);
        startTransition(async () => {
          const outcome = await act(data);
          if (outcome.isDone) {
            setRefused(null);
            onDone(outcome.value);
          } else setRefused(outcome);
        });
      }}
    >
      {children(problems)}
      {refused !== null && !isAtFields ? (
        <p className={styles.refusal} role="alert">
          {refused.message}
        </p>
      ) : null}
      <div className={styles.acts}>
        {onCancel === undefined ? null : <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" kind={kind} aria-disabled={isPending}>
          {isPending ? pending : submit}
        </Button>
      </div>
    </form>
  );
}
