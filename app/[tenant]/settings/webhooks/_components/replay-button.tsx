'use client';

import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type Done, Said } from '../../_components/said.tsx';
import { sendAgain } from '../actions.ts';
import own from './webhooks.module.css';

/** Sends one event again, under its id. */
export function ReplayButton({ tenant, id, eventId }: { tenant: string; id: string; eventId: string }) {
  const [done, setDone] = useState<Done | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <>
      <div className={own.acts}>
        <Button
          aria-disabled={isPending}
          onClick={() => {
            if (isPending) return;
            startTransition(async () => {
              const outcome = await sendAgain(tenant, id, eventId);
              setDone({ said: outcome.isDone ? 'It is sent again.' : outcome.message });
            });
          }}
        >
          Send again
        </Button>
      </div>
      <Said done={done} />
    </>
  );
}
