'use server';

import { revalidatePath } from 'next/cache';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { openReviewNow } from '#lib/reviews/open-review.ts';
import { signReview } from '#lib/reviews/sign-review.ts';

/** Begins a health check now; gives its id. */
export async function beginReview(tenant: string): Promise<Outcome<string>> {
  const path = `/${tenant}/connections/reviews`;
  const ctx = await pageContext(tenant, 'review:sign', path);
  const outcome = await outcomeOf(() => openReviewNow(ctx));
  revalidatePath(path);
  return outcome;
}

/** Signs a health check. */
export async function sign(tenant: string, id: string, note: string): Promise<Outcome<void>> {
  const path = `/${tenant}/connections/reviews`;
  const ctx = await pageContext(tenant, 'review:sign', `${path}/${id}`);
  const outcome = await outcomeOf(() => signReview(ctx, { id, note }));
  revalidatePath(path, 'layout');
  return outcome;
}
