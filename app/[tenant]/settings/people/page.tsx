import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listInvites } from '#lib/people/list-invites.ts';
import { listPeople } from '#lib/people/list-people.ts';
import { PeopleScreen } from './_components/people-screen.tsx';

export const metadata: Metadata = { title: 'People' };

/** Who belongs to the tenant and as what, and who is invited. */
export default async function PeoplePage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'person:manage', `/${tenant}/settings/people`);
  const [people, invites] = await Promise.all([listPeople(ctx), listInvites(ctx)]);
  const { name, locale, timeZone } = ctx.tenant;
  return (
    <PeopleScreen
      tenant={{ slug: tenant, name }}
      ownId={ctx.actor.id}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
      people={people.map(({ joinedAt, lastSignedInAt, ...person }) => ({
        ...person,
        joinedAt: joinedAt.toISOString(),
        lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
      }))}
      invites={invites.map(({ createdAt, expiresAt, ...invite }) => ({
        ...invite,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }))}
    />
  );
}
