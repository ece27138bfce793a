'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { putBackChecked } from '#lib/problem-checks/put-back-checked.ts';
import { putBackUnchecked } from '#lib/problem-checks/put-back-unchecked.ts';
import { requestProblemCheck } from '#lib/problem-checks/request-problem-check.ts';

const id = z.string().max(64);

async function act(tenant: string, problemId: string, work: (ctx: Ctx) => Promise<string>): Promise<Outcome<string>> {
  const path = `/${tenant}/problems/${encodeURIComponent(id.parse(problemId))}`;
  const ctx = await pageContext(tenant, 'problem:work', path);
  const outcome = await outcomeOf(() => work(ctx));
  revalidatePath(path);
  return outcome;
}

/** Has the ledger read anew, and the records of the problem looked at. */
export async function checkProblem(tenant: string, problemId: string): Promise<Outcome<string>> {
  return act(tenant, problemId, (ctx) => requestProblemCheck(ctx, problemId));
}

/** Puts back what the check says will pass; gives the operation's id. */
export async function putBackPassing(tenant: string, problemId: string, checkId: string): Promise<Outcome<string>> {
  return act(tenant, problemId, async (ctx) => (await putBackChecked(ctx, id.parse(checkId))).id);
}

/** Puts back those of which the check could tell nothing; gives the operation's id. */
export async function putBackUnknown(tenant: string, problemId: string, checkId: string): Promise<Outcome<string>> {
  return act(tenant, problemId, async (ctx) => (await putBackChecked(ctx, id.parse(checkId), 'not_known')).id);
}

/** Puts all of it back, looked at or not; gives the operation's id. */
export async function putBackAll(tenant: string, problemId: string): Promise<Outcome<string>> {
  return act(tenant, problemId, async (ctx) => (await putBackUnchecked(ctx, problemId)).id);
}
