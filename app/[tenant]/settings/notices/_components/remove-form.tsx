import type { ReactNode } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import styles from '../../settings.module.css';

type RemoveFormProps = {
  title: string;
  submit: string;
  act: () => Promise<Outcome<void>>;
  onCancel: () => void;
  onDone: () => void;
  /** What happens then. */
  children: ReactNode;
};

/** Asks before something is taken away. */
export function RemoveForm({ title, submit, act, onCancel, onDone, children }: RemoveFormProps) {
  return (
    <div className={styles.dialog}>
      <h2 className={styles.subtitle}>{title}</h2>
      <ActForm submit={submit} pending="A moment…" act={act} onCancel={onCancel} onDone={onDone}>
        {() => <p>{children}</p>}
      </ActForm>
    </div>
  );
}
