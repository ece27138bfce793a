'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { runJobAgain } from '#lib/tenant-jobs/run-job-again.ts';

/** Has a job that failed for good run again. */
export async function runAgain(tenant: string, name: string): Promise<Outcome<void>> {
  const path = `/${tenant}/settings/jobs`;
  const ctx = await pageContext(tenant, 'settings:manage', path);
  const outcome = await outcomeOf(() => runJobAgain(ctx, z.string().max(64).parse(name)));
  revalidatePath(path);
  return outcome;
}
