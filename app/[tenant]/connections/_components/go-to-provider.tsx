'use client';

import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { begin } from '../actions.ts';
import styles from '../connections.module.css';

type GoToProviderProps = {
  tenant: string;
  ledger: Ledger;
  /** What is reconnected; null for a new connection. */
  connectionId: string | null;
  label: string;
  /** Where several buttons say the same. */
  fullLabel?: string;
  kind?: 'normal' | 'primary' | 'quiet';
};

/** Leaves for the provider's page of consent. */
export function GoToProvider({ tenant, ledger, connectionId, label, fullLabel, kind }: GoToProviderProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <>
      <Button
        kind={kind}
        aria-label={fullLabel}
        aria-disabled={isPending}
        onClick={() => {
          if (isPending) return;
          startTransition(async () => {
            const outcome = await begin(tenant, { ledger, connectionId });
            if (outcome.isDone) window.location.assign(outcome.value);
            else setProblem(outcome.message);
          });
        }}
      >
        {isPending ? 'Leaving…' : label}
      </Button>
      {problem === null ? null : (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
