'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { assignCause } from '#lib/causes/assign-cause.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';

/** Takes back what the business said of a message: Tieout's own rules decide again. */
export async function takeBack(tenant: string, messageId: string): Promise<Outcome<boolean>> {
  const path = `/${tenant}/problems/rules`;
  const ctx = await pageContext(tenant, 'cause:assign', path);
  const outcome = await outcomeOf(() =>
    assignCause(ctx, { messageId: z.string().max(64).parse(messageId), cause: null }),
  );
  revalidatePath(path);
  return outcome;
}
