'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { type Decided, dismissPairs, restorePairs } from '#lib/duplicates/decide-pairs.ts';
import { requestSearch } from '#lib/duplicates/request-search.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';

const tenantSchema = z.string().max(64);
const idsSchema = z.array(z.string().max(64)).max(100);
const reasonSchema = z.string().max(10_000);

function contextOf(tenant: string) {
  return pageContext(tenantSchema.parse(tenant), 'duplicate:dismiss', `/${tenant}/duplicates`);
}

/** Says that pairs are no duplicates. */
export async function dismiss(tenant: string, ids: string[], reason: string): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const given = { ids: idsSchema.parse(ids), reason: reasonSchema.parse(reason) };
  const outcome = await outcomeOf(() => dismissPairs(ctx, given));
  if (outcome.isDone) refresh(tenant);
  return outcome;
}

/** Takes back that pairs are no duplicates. */
export async function lookAgain(tenant: string, ids: string[]): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => restorePairs(ctx, { ids: idsSchema.parse(ids) }));
  if (outcome.isDone) refresh(tenant);
  return outcome;
}

/** Has duplicates looked for now. */
export async function searchNow(tenant: string): Promise<Outcome<null>> {
  const ctx = await contextOf(tenant);
  return outcomeOf(async () => {
    await requestSearch(ctx);
    return null;
  });
}

/** The navigation counts what is open, so the frame is drawn anew as well. */
function refresh(tenant: string): void {
  revalidatePath(`/${tenant}`, 'layout');
}
