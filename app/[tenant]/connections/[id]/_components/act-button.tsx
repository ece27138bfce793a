'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import styles from '../lists.module.css';

type ActButtonProps = {
  label: string;
  pending: string;
  /** What is said once it is done. */
  done: string;
  act: () => Promise<Outcome<unknown>>;
};

/** A button that does one thing to a connection's lists, says so, and shows the page anew. */
export function ActButton({ label, pending, done, act }: ActButtonProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const [isPending, startTransition] = useTransition();
  return (
    <>
      <Button
        aria-disabled={isPending}
        onClick={() => {
          if (isPending) return;
          startTransition(async () => {
            const outcome = await act();
            setSaid(outcome.isDone ? done : outcome.message);
            router.refresh();
          });
        }}
      >
        {isPending ? pending : label}
      </Button>
      <span className={styles.said} role="status">
        {said}
      </span>
    </>
  );
}
