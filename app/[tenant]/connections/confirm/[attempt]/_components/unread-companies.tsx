'use client';

import { useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { askAgain, cancel } from '../../../actions.ts';
import styles from '../../../connections.module.css';

type UnreadCompaniesProps = { tenant: string; attemptId: string; provider: string };

/** The consent is there, but the provider has not said yet what it reaches. */
export function UnreadCompanies({ tenant, attemptId, provider }: UnreadCompaniesProps) {
  const [isPending, startTransition] = useTransition();
  return (
    <>
      <h1 className={styles.title}>Asking {provider} what the consent reaches</h1>
      <p role="status">{provider} has not answered yet. Nothing is connected before its answer was shown here.</p>
      <div className={styles.connects}>
        <Button
          kind="primary"
          aria-disabled={isPending}
          onClick={() => {
            if (!isPending) startTransition(async () => void (await askAgain(tenant, attemptId)));
          }}
        >
          {isPending ? 'Asking…' : 'Ask again'}
        </Button>
        <Button onClick={() => startTransition(async () => void (await cancel(tenant, attemptId)))}>Cancel</Button>
      </div>
    </>
  );
}
