'use client';

import { useId, useState, useTransition } from 'react';
import type { Outcome } from '#lib/http/action-outcome.ts';
import styles from '../settings.module.css';

type SettingSwitchProps = {
  label: string;
  hint: string;
  isOn: boolean;
  /** What is said when it has been turned on, or off. */
  doneOn: string;
  doneOff: string;
  set: (isOn: boolean) => Promise<Outcome<unknown>>;
};

/** One setting that is on or off; it holds as soon as it is ticked, and says so. */
export function SettingSwitch({ label, hint, isOn, doneOn, doneOff, set }: SettingSwitchProps) {
  const id = useId();
  const [shown, setShown] = useState(isOn);
  const [said, setSaid] = useState('');
  const [isPending, startTransition] = useTransition();

  function change(next: boolean) {
    if (isPending) return;
    setShown(next);
    setSaid('Saving…');
    startTransition(async () => {
      const outcome = await set(next);
      if (!outcome.isDone) setShown(!next);
      setSaid(outcome.isDone ? (next ? doneOn : doneOff) : outcome.message);
    });
  }

  return (
    <div className={styles.option}>
      <input
        type="checkbox"
        id={id}
        checked={shown}
        aria-describedby={`${id}-hint`}
        aria-disabled={isPending}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        <p id={`${id}-hint`} className={styles.nothing}>
          {hint}
        </p>
        <p role="status">{said}</p>
      </div>
    </div>
  );
}
