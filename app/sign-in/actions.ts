'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { askedPath } from '#lib/http/asked-path.ts';
import { SIGN_ON_PROVIDER, SignInRefused, signIn, signOut } from '#lib/http/auth.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';
import { insecureMessage } from './insecure-message.ts';

/** What the form shows after a refused sign-in. */
export type SignInState = {
  /** What was typed, so that only the password must be typed again. */
  email: string;
  problem: { field: 'email' | 'password' | null; message: string } | null;
};

/** Signs somebody in with e-mail address and password, then leads to the page asked for. */
export async function signInWithForm(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, 'email').trim();
  const password = textOf(form, 'password');
  if (email === '') return refused(email, 'email', 'Enter your e-mail address.');
  if (!email.includes('@')) return refused(email, 'email', 'Enter the whole address, such as name@company.com.');
  if (password === '') return refused(email, 'password', 'Enter your password.');
  const insecure = await insecureMessage();
  if (insecure !== null) return refused(email, null, insecure);
  try {
    await signIn('credentials', { email, password, redirect: false, redirectTo: '/' });
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    const field = error.reason.code === 'unauthenticated' ? 'password' : null;
    return refused(email, field, error.reason.message);
  }
  redirect(askedPath(textOf(form, 'next')) ?? '/');
}

/** Sends somebody to the single sign-on provider, and afterwards to the page asked for. */
export async function continueWithSingleSignOn(form: FormData): Promise<void> {
  const next = askedPath(textOf(form, 'next'));
  const requestHeaders = await headers();
  const origin = requestOrigin(requestHeaders);
  // Under another address than the public one the cookies of this visit would not come back.
  if (new URL(origin).host !== (requestHeaders.get('x-forwarded-host') ?? requestHeaders.get('host'))) {
    redirect(`${origin}/sign-in${next === null ? '' : `?${new URLSearchParams({ next })}`}`);
  }
  await signIn(
    SIGN_ON_PROVIDER,
    { redirectTo: next ?? '/' },
    {
      redirect_uri: `${origin}/api/auth/callback/${SIGN_ON_PROVIDER}`,
      // Else the provider would bring the same person back without asking.
      ...(textOf(form, 'switch') === '' ? {} : { prompt: 'login' }),
    },
  );
}

/** Ends this session and asks who else it should be, keeping the page asked for. */
export async function switchAccount(form: FormData): Promise<void> {
  const next = askedPath(textOf(form, 'next'));
  await signOut({ redirect: false, redirectTo: '/sign-in' });
  redirect(`/sign-in?${new URLSearchParams({ switch: '1', ...(next === null ? {} : { next }) })}`);
}

function refused(email: string, field: 'email' | 'password' | null, message: string): SignInState {
  return { email, problem: { field, message } };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
