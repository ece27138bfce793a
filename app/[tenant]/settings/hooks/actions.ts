'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { z } from 'zod';
import { changeHookAddress } from '#lib/hooks/change-hook-address.ts';
import { createHook, type NewHook } from '#lib/hooks/create-hook.ts';
import { renameHook } from '#lib/hooks/rename-hook.ts';
import { revokeHook } from '#lib/hooks/revoke-hook.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';

const pathOf = (tenant: string) => `/${tenant}/settings/hooks`;
const contextOf = (tenant: string) => pageContext(tenant, 'hook:manage', pathOf(tenant));

/** Makes a hook; gives its whole address, which is shown this once. */
export async function makeHook(tenant: string, input: NewHook): Promise<Outcome<{ id: string; address: string }>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => createHook(ctx, input));
  if (!outcome.isDone) return outcome;
  revalidatePath(pathOf(tenant));
  const { id, path } = outcome.value;
  return { isDone: true, value: { id, address: (await originOfHooks()) + path } };
}

/** Gives a hook another name. */
export async function rename(tenant: string, id: string, name: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => renameHook(ctx, { id, name }));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Gives a hook another address, shown this once; the former one stays good for a day, or not. */
export async function changeAddress(
  tenant: string,
  id: string,
  keepsFormer: boolean,
): Promise<Outcome<{ address: string }>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => changeHookAddress(ctx, { id, keepsFormer }));
  if (!outcome.isDone) return outcome;
  revalidatePath(pathOf(tenant));
  return { isDone: true, value: { address: (await originOfHooks()) + outcome.value.path } };
}

/** Revokes a hook for good. */
export async function revoke(tenant: string, id: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => revokeHook(ctx, z.string().parse(id)));
  revalidatePath(pathOf(tenant));
  return outcome;
}

async function originOfHooks(): Promise<string> {
  return requestOrigin(await headers());
}
