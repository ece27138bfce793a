'use client';

import { useActionState, useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type SignInState, signInWithForm } from '../actions.ts';
import styles from '../sign-in.module.css';

const NOTHING_YET: SignInState = { email: '', problem: null };

/** E-mail address and password. A plain form, so it also works before or without scripts. */
export function PasswordForm({ next }: { next: string | null }) {
  const [state, submit, isPending] = useActionState(signInWithForm, NOTHING_YET);
  const { email, problem } = state;
  const password = useRef<HTMLInputElement>(null);
  const address = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (problem !== null) (problem.field === 'email' ? address : password).current?.focus();
  }, [problem]);

  return (
    <form action={submit} className={styles.form} noValidate>
      <input type="hidden" name="next" value={next ?? ''} />
      {problem?.field === null && (
        <p className={styles.notice} data-tone="problem" role="alert">
          {problem.message}
        </p>
      )}
      <div className={styles.field}>
        <label htmlFor="email">E-mail address</label>
        <input
          ref={address}
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={255}
          // biome-ignore lint/a11y/noAutofocus: the page has this one purpose, and says why one is here above it
          autoFocus={email === ''}
          defaultValue={email}
          {...describedBy('email', problem)}
        />
        <FieldProblem field="email" problem={problem} />
      </div>
      <div className={styles.field}>
        <label htmlFor="password">Password</label>
        <input
          ref={password}
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={1024}
          // biome-ignore lint/a11y/noAutofocus: after a refused sign-in only the password is left to type
          autoFocus={email !== ''}
          {...describedBy('password', problem)}
        />
        <FieldProblem field="password" problem={problem} />
      </div>
      <Button type="submit" kind="primary" aria-disabled={isPending} className={styles.wide}>
        {isPending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

function FieldProblem({ field, problem }: { field: 'email' | 'password'; problem: SignInState['problem'] }) {
  if (problem?.field !== field) return null;
  return (
    <p id={`${field}-problem`} className={styles.fieldProblem} role="alert">
      {problem.message}
    </p>
  );
}

function describedBy(field: 'email' | 'password', problem: SignInState['problem']) {
  return problem?.field === field ? { 'aria-invalid': true, 'aria-describedby': `${field}-problem` } : {};
}
