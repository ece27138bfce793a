'use client';

import { useActionState, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { PASSWORD_MIN } from '#lib/access/password-rule.ts';
import styles from '../../../sign-in/sign-in.module.css';
import { type JoinState, join } from '../actions.ts';

type JoinFormProps = {
  token: string;
  /** The one address that the invitation is for. */
  email: string | null;
};

const LABELS = { name: 'Your name', email: 'E-mail address', password: 'Password' } as const;

/** Name, address and password of somebody new. A plain form, so it also works before or without scripts. */
export function JoinForm({ token, email }: JoinFormProps) {
  const start: JoinState = { name: '', email: email ?? '', refusal: null };
  const [state, submit, isPending] = useActionState(join.bind(null, token), start);
  const [isShown, setIsShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const fields = state.refusal?.fields ?? {};

  useEffect(() => {
    if (state.refusal !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state]);

  function control(field: keyof typeof LABELS) {
    const isWrong = fields[field] !== undefined;
    return {
      id: field,
      name: field,
      required: true,
      'aria-invalid': isWrong ? true : undefined,
      'aria-describedby': isWrong ? `${field}-problem` : field === 'password' ? 'password-hint' : undefined,
    } as const;
  }

  return (
    <form ref={form} action={submit} className={styles.form} noValidate>
      {state.refusal !== null && Object.keys(fields).length === 0 ? (
        <p className={styles.notice} data-tone="problem" role="alert">
          {state.refusal.message}
        </p>
      ) : null}
      <div className={styles.field}>
        <label htmlFor="name">{LABELS.name}</label>
        <input {...control('name')} autoComplete="name" maxLength={255} defaultValue={state.name} />
        <Problem field="name" fields={fields} />
      </div>
      <div className={styles.field}>
        <label htmlFor="email">{LABELS.email}</label>
        <input
          {...control('email')}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={255}
          readOnly={email !== null}
          defaultValue={state.email}
        />
        <Problem field="email" fields={fields} />
      </div>
      <div className={styles.field}>
        <label htmlFor="password">{LABELS.password}</label>
        <input
          {...control('password')}
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          maxLength={1024}
        />
        <p id="password-hint" className={styles.address}>
          At least {PASSWORD_MIN} characters.
        </p>
        <Problem field="password" fields={fields} />
        <label className={styles.show}>
          <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.currentTarget.checked)} />
          Show the password
        </label>
      </div>
      <Button type="submit" kind="primary" aria-disabled={isPending} className={styles.wide}>
        {isPending ? 'Joining…' : 'Make the account and join'}
      </Button>
    </form>
  );
}

function Problem({ field, fields }: { field: keyof typeof LABELS; fields: Record<string, string> }) {
  if (fields[field] === undefined) return null;
  return (
    <p id={`${field}-problem`} className={styles.fieldProblem} role="alert">
      {LABELS[field]} {fields[field]}.
    </p>
  );
}
