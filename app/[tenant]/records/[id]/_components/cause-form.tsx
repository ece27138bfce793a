'use client';

import { useRouter } from 'next/navigation';
import { useId, useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { CAUSES, type Cause } from '#lib/causes/causes.ts';
import { sayCause } from '../actions.ts';
import styles from './note-form.module.css';

type CauseFormProps = { tenant: string; recordId: string; cause: Cause | null };

/** Says for the own business what a message means, where Tieout does not know it or has it wrong. */
export function CauseForm({ tenant, recordId, cause }: CauseFormProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const router = useRouter();
  const opener = useRef<HTMLButtonElement>(null);
  const fieldId = useId();

  function close() {
    setIsOpen(false);
    setProblem(null);
    requestAnimationFrame(() => opener.current?.focus());
  }
  function save(chosen: string) {
    startSaving(async () => {
      const answer = await sayCause({ tenant, recordId, cause: chosen === '' ? null : chosen }).catch(() => ({
        problem: 'The server did not answer. Try again.',
      }));
      if (answer.problem !== null) return setProblem(answer.problem);
      close();
      router.refresh();
    });
  }

  if (!isOpen) {
    return (
      <Button ref={opener} className={styles.opener} onClick={() => setIsOpen(true)}>
        {cause === 'unknown' ? 'Say what this message means' : 'It means something else'}
      </Button>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save(String(new FormData(event.currentTarget).get('cause') ?? ''));
      }}
    >
      <label htmlFor={fieldId}>Messages like this one mean</label>
      <select id={fieldId} name="cause" className={styles.choice} defaultValue={cause ?? ''}>
        <option value="">What Tieout says of them</option>
        {CAUSES.map((one) => (
          <option key={one} value={one}>
            {CAUSE_LABEL[one]}
          </option>
        ))}
      </select>
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <p className={styles.acts}>
        <Button type="submit" kind="primary" disabled={isSaving}>
          {isSaving ? 'Saving…' : 'Save for your business'}
        </Button>
        <Button kind="quiet" onClick={close}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
