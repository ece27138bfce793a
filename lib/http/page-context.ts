import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Ctx } from '#lib/access/context.ts';
import { findPerson, type Person } from '#lib/access/find-person.ts';
import { listMemberships, type Membership } from '#lib/access/list-memberships.ts';
import { memberContext } from '#lib/access/member-context.ts';
import { type Permission, roleThatGives } from '#lib/access/permissions.ts';
import { AppError } from '#lib/core/app-error.ts';
import { isId, newId } from '#lib/core/ids.ts';
import { askedPath } from './asked-path.ts';
import { readSession } from './auth.ts';
import { clientAddress } from './client-address.ts';
import { LAST_TENANT_COOKIE, tenantSlugOf } from './last-tenant.ts';
import { isFromOtherSite } from './other-site.ts';

/** Why somebody is shown the sign-in page instead of the page asked for. */
export type SignInReason =
  | 'signed-out'
  | 'session-ended'
  | 'not-a-member'
  | 'needs-accounting-sync'
  | 'needs-admin'
  | 'not-allowed';

/**
 * The first line of every page and server action: gives the signed-in member's `Ctx`, read from the database on
 * each request, or redirects to the sign-in page, which says why and leads back to `path` afterwards.
 */
export async function pageContext(tenantSlug: string, permission: Permission, path: string): Promise<Ctx> {
  // A browser asks for files such as favicon.ico by itself; they are no tenants.
  if (tenantSlugOf(`/${tenantSlug}`) !== tenantSlug) notFound();
  const found = await findMember(tenantSlug);
  if ('reason' in found) redirect(signInPath(found.reason, path));
  if (!found.ctx.permissions.has(permission)) redirect(signInPath(reasonFor(permission), path));
  return found.ctx;
}

/**
 * The same for what a script fetches: gives the `Ctx`.
 * Throws AppError `unauthenticated` or `forbidden`, since a script can't follow a redirect to a form.
 */
export async function fetchContext(tenantSlug: string, permission: Permission): Promise<Ctx> {
  const asked = await headers();
  // A visit may begin elsewhere; what a script reads or does may not.
  if (isFromOtherSite(asked) && asked.get('sec-fetch-mode') !== 'navigate') {
    throw new AppError('forbidden', { message: 'Only a page of Tieout may ask for this.' });
  }
  const found = await findMember(tenantSlug);
  if ('reason' in found) throw found.error;
  if (!found.ctx.permissions.has(permission)) {
    throw new AppError('forbidden', {
      message: `You are not allowed to do this: it needs the permission ${permission}.`,
    });
  }
  return found.ctx;
}

/** Gives the person whose session this is, or null. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const claim = await readSession();
  return claim === null ? null : findPerson(claim);
});

/** Gives the tenants of the person whose session this is; none without a session. */
export const currentMemberships = cache(async (): Promise<Membership[]> => {
  const person = await currentPerson();
  return person === null ? [] : listMemberships(person.id);
});

/** Gives the address of the sign-in page with the reason and the page to come back to. */
export function signInPath(reason: SignInReason, path: string | null): string {
  const next = askedPath(path);
  return `/sign-in?${new URLSearchParams({ reason, ...(next === null ? {} : { next }) })}`;
}

/** Gives the id that the answer, the log and the audit log of this request share. */
export async function currentRequestId(): Promise<string> {
  const given = (await headers()).get('x-request-id');
  // Where the proxy does not stand before, the header is the caller's own.
  return given !== null && isId(given) ? given : newId();
}

/** Gives the slug of the tenant last opened in this browser, or null. */
export async function lastTenantSlug(): Promise<string | null> {
  return (await cookies()).get(LAST_TENANT_COOKIE)?.value ?? null;
}

type Found = { ctx: Ctx } | { reason: SignInReason; error: AppError };

const findMember = cache(async (tenantSlug: string): Promise<Found> => {
  const claim = await readSession();
  if (claim === null) {
    return { reason: 'signed-out', error: new AppError('unauthenticated', { message: 'Sign in first.' }) };
  }
  try {
    const address = clientAddress(await headers());
    return { ctx: await memberContext({ ...claim, tenantSlug, requestId: await currentRequestId(), address }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unauthenticated') return { reason: 'session-ended', error };
    if (error.code === 'forbidden') return { reason: 'not-a-member', error };
    throw error;
  }
});

function reasonFor(permission: Permission): SignInReason {
  const role = roleThatGives(permission);
  if (role === 'accounting_sync') return 'needs-accounting-sync';
  return role === 'admin' ? 'needs-admin' : 'not-allowed';
}
