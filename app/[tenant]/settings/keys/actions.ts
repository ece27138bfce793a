'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { z } from 'zod';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';
import { createKey, type NewKey } from '#lib/keys/create-key.ts';
import { revokeKey } from '#lib/keys/revoke-key.ts';

const pathOf = (tenant: string) => `/${tenant}/settings/keys`;
const contextOf = (tenant: string) => pageContext(tenant, 'key:manage', pathOf(tenant));

/** Makes a key; gives its text, which is shown this once, and the address that calls go to. */
export async function makeKey(tenant: string, input: NewKey): Promise<Outcome<{ text: string; origin: string }>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => createKey(ctx, input));
  if (!outcome.isDone) return outcome;
  revalidatePath(pathOf(tenant));
  return { isDone: true, value: { text: outcome.value.text, origin: requestOrigin(await headers()) } };
}

/** Revokes a key. */
export async function revoke(tenant: string, prefix: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => revokeKey(ctx, z.string().parse(prefix)));
  revalidatePath(pathOf(tenant));
  return outcome;
}
