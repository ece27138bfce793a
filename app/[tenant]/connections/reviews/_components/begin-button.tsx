'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { beginReview } from '../actions.ts';

/** Begins a health check now, and leads to it. */
export function BeginButton({ tenant }: { tenant: string }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <div>
      <Button
        kind="primary"
        aria-disabled={isPending}
        onClick={() => {
          if (isPending) return;
          startTransition(async () => {
            const outcome = await beginReview(tenant);
            if (outcome.isDone) router.push(`/${tenant}/connections/reviews/${outcome.value}`);
            else setProblem(outcome.message);
          });
        }}
      >
        {isPending ? 'Beginning…' : 'Begin one now'}
      </Button>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </div>
  );
}
