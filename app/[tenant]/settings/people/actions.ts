'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { invitePath } from '#lib/access/invite-text.ts';
import type { Role } from '#lib/access/permissions.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';
import { changeRoles } from '#lib/people/change-roles.ts';
import { invitePerson } from '#lib/people/invite-person.ts';
import { removePerson } from '#lib/people/remove-person.ts';
import { revokeInvite } from '#lib/people/revoke-invite.ts';
import { signPersonOut } from '#lib/people/sign-person-out.ts';

const pathOf = (tenant: string) => `/${tenant}/settings/people`;
const contextOf = (tenant: string) => pageContext(tenant, 'person:manage', pathOf(tenant));

/** Makes an invitation; gives the address of its link, which is shown this once. */
export async function invite(tenant: string, input: { email: string; roles: Role[] }): Promise<Outcome<string>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => invitePerson(ctx, input));
  if (!outcome.isDone) return outcome;
  revalidatePath(pathOf(tenant));
  return { isDone: true, value: requestOrigin(await headers()) + invitePath(outcome.value.text) };
}

/** Withdraws an invitation. */
export async function withdrawInvite(tenant: string, id: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => revokeInvite(ctx, id));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Gives a member other roles. */
export async function setRoles(tenant: string, input: { personId: string; roles: Role[] }): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => changeRoles(ctx, input));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Takes a member out of the tenant. */
export async function remove(tenant: string, personId: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => removePerson(ctx, personId));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Ends all sessions of a member. */
export async function signOutPerson(tenant: string, personId: string): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => signPersonOut(ctx, personId));
  revalidatePath(pathOf(tenant));
  return outcome;
}
