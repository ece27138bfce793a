'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signOutEverywhere } from '#lib/access/sign-out-everywhere.ts';
import { readSession, signOut } from '#lib/http/auth.ts';
import { clientAddress } from '#lib/http/client-address.ts';
import { currentRequestId } from '#lib/http/page-context.ts';

/** Ends the session of this browser. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirect: false, redirectTo: '/sign-in' });
  redirect('/sign-in?switch=1');
}

/** Ends all sessions of the person, on every device. */
export async function signOutOnEveryDevice(): Promise<void> {
  const claim = await readSession();
  if (claim !== null) {
    const address = clientAddress(await headers());
    await signOutEverywhere(claim, { requestId: await currentRequestId(), address });
  }
  await signOutHere();
}
