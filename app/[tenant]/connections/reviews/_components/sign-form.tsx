'use client';

import { useRouter } from 'next/navigation';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { NOTE_MAX } from '#lib/reviews/review-contract.ts';
import { sign } from '../actions.ts';
import styles from './reviews.module.css';

/** Signs a health check, with a note. */
export function SignForm({ tenant, id, name }: { tenant: string; id: string; name: string }) {
  const router = useRouter();
  return (
    <section className={styles.sign} aria-labelledby="sign-title">
      <h2 id="sign-title" className={styles.subtitle}>
        Sign it
      </h2>
      <p>
        You sign as {name}. What this page shows is kept for ever, as it is at that moment, and can’t be changed
        afterwards.
      </p>
      <ActForm
        submit="Sign the health check"
        pending="Signing…"
        act={(form) => sign(tenant, id, String(form.get('note') ?? ''))}
        onDone={() => router.refresh()}
      >
        {(problems) => (
          <Field label="Note" hint="What is done about what was found. It may stay empty." problem={problems.note}>
            {(control) => <textarea {...control} name="note" rows={4} maxLength={NOTE_MAX} />}
          </Field>
        )}
      </ActForm>
    </section>
  );
}
