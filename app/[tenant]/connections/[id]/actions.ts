'use server';

import { z } from 'zod';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { isId } from '#lib/core/ids.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';

const input = z.strictObject({ tenant: z.string().max(64), connectionId: z.string().refine(isId) });

/** Asks for every check of a connection to be run now; gives the id of the run. */
export async function checkNow(given: z.infer<typeof input>): Promise<Outcome<string>> {
  const { tenant, connectionId } = input.parse(given);
  const ctx = await pageContext(tenant, 'connection:check', `/${tenant}/connections/${connectionId}`);
  return outcomeOf(async () => (await requestCheckRun(ctx, { connectionId, kind: 'by_hand' })).id);
}
