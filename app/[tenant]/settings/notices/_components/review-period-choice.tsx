'use client';

import { useState, useTransition } from 'react';
import { Field } from '#components/ui/field.tsx';
import { PERIOD_WORDS, REVIEW_PERIODS, type ReviewPeriod } from '#lib/reviews/review-contract.ts';
import { chooseReviewPeriod } from '../actions.ts';
import own from './notices.module.css';

/** How often a health check asks for a signature; it holds as soon as it is chosen, and says so. */
export function ReviewPeriodChoice({ tenant, period }: { tenant: string; period: ReviewPeriod }) {
  const [said, setSaid] = useState('');
  const [isPending, startTransition] = useTransition();
  return (
    <div className={own.narrow}>
      <Field label="How often" problem={undefined}>
        {(control) => (
          <select
            {...control}
            defaultValue={period}
            aria-disabled={isPending}
            onChange={(event) => {
              const next = event.currentTarget.value;
              setSaid('Saving…');
              startTransition(async () => {
                const outcome = await chooseReviewPeriod(tenant, next);
                setSaid(outcome.isDone ? 'Saved.' : outcome.message);
              });
            }}
          >
            {REVIEW_PERIODS.map((one) => (
              <option key={one} value={one}>
                {PERIOD_WORDS[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p role="status">{said}</p>
    </div>
  );
}
