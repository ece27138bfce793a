'use client';

import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Person } from '#lib/access/find-person.ts';
import styles from '../../../sign-in/sign-in.module.css';
import { accept, leaveAccount } from '../actions.ts';

type AcceptFormProps = { token: string; person: Person; tenantName: string };

/** Join as who is signed in here, or as somebody else. */
export function AcceptForm({ token, person, tenantName }: AcceptFormProps) {
  const [refusal, submit, isPending] = useActionState(() => accept(token), null);
  return (
    <div className={styles.form}>
      <p className={styles.person}>
        {person.name} <span className={styles.address}>{person.email}</span>
      </p>
      {refusal === null ? null : (
        <p className={styles.notice} data-tone="problem" role="alert">
          {refusal.message}
        </p>
      )}
      <form action={submit}>
        <Button type="submit" kind="primary" aria-disabled={isPending} className={styles.wide}>
          {isPending ? 'Joining…' : `Join ${tenantName}`}
        </Button>
      </form>
      <form action={leaveAccount.bind(null, token)}>
        <Button type="submit" className={styles.wide}>
          Use another account
        </Button>
      </form>
    </div>
  );
}
