import { redirect } from 'next/navigation';
import { homePathOf } from '#lib/http/home-path.ts';
import { currentMemberships, currentPerson, lastTenantSlug, signInPath } from '#lib/http/page-context.ts';

/** The front door: leads to the tenant last opened, or to the sign-in page. */
export default async function FrontDoor() {
  if ((await currentPerson()) === null) redirect('/sign-in');
  const [memberships, last] = await Promise.all([currentMemberships(), lastTenantSlug()]);
  const chosen = memberships.find((membership) => membership.slug === last) ?? memberships[0];
  if (chosen === undefined) redirect(signInPath('not-a-member', null));
  redirect(homePathOf(chosen));
}
