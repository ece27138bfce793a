'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { acceptInvite } from '#lib/access/accept-invite.ts';
import { findInvite } from '#lib/access/find-invite.ts';
import { invitePath } from '#lib/access/invite-text.ts';
import { joinByInvite } from '#lib/access/join-by-invite.ts';
import { outcomeOf, type Refusal } from '#lib/http/action-outcome.ts';
import { readSession, signIn, signOut } from '#lib/http/auth.ts';
import { clientAddress } from '#lib/http/client-address.ts';
import { homePathOf } from '#lib/http/home-path.ts';
import { currentRequestId } from '#lib/http/page-context.ts';
import { insecureMessage } from '../../sign-in/insecure-message.ts';

/** What the form shows after a refusal: what was typed, but never the password. */
export type JoinState = { name: string; email: string; refusal: Refusal | null };

/** Makes an account by an invitation, signs its person in and leads to the tenant. */
export async function join(token: string, _before: JoinState, form: FormData): Promise<JoinState> {
  const [name, email, password] = ['name', 'email', 'password'].map((field) => String(form.get(field) ?? '')) as [
    string,
    string,
    string,
  ];
  const insecure = await insecureMessage();
  if (insecure !== null) return { name, email, refusal: { isDone: false, message: insecure, fields: {} } };
  const outcome = await outcomeOf(async () => joinByInvite(token, { name, email, password }, await origin()));
  if (!outcome.isDone) return { name, email, refusal: outcome };
  await signIn('credentials', { email, password, redirect: false, redirectTo: '/' });
  redirect(await home(token));
}

/** Makes whoever is signed in a member, and leads to the tenant. */
export async function accept(token: string): Promise<Refusal | null> {
  const claim = await readSession();
  if (claim === null) redirect(`/sign-in?${new URLSearchParams({ next: invitePath(token) })}`);
  const outcome = await outcomeOf(async () => acceptInvite(claim, token, await origin()));
  if (!outcome.isDone) return outcome;
  redirect(await home(token));
}

/** Ends this session, so that somebody else can use the link. */
export async function leaveAccount(token: string): Promise<void> {
  await signOut({ redirect: false, redirectTo: '/' });
  redirect(invitePath(token));
}

async function origin() {
  return { requestId: await currentRequestId(), address: clientAddress(await headers()) };
}

async function home(token: string): Promise<string> {
  const invite = await findInvite(token);
  return invite === null ? '/' : homePathOf({ slug: invite.tenant.slug, roles: invite.roles });
}
