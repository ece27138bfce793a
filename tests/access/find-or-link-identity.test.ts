import { beforeAll, expect, test } from 'vitest';
import { findOrLinkIdentity } from '#lib/access/find-or-link-identity.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeMember, makePerson } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

const ISSUER = 'https://login.example.com';

function arrive(given: { subject: string; email: string | null; emailVerified?: boolean; issuer?: string }) {
  return findOrLinkIdentity({
    issuer: ISSUER,
    emailVerified: true,
    requestId: newId(),
    address: '192.0.2.1',
    ...given,
  });
}

test('somebody invited is found by verified address the first time, and by subject ever after', async () => {
  const { tenant, person } = await makeMember(['accounting_sync'], { person: { password: null } });
  const claim = { personId: person.id, sessionVersion: 1 };
  const subject = newId();
  expect(await arrive({ subject, email: person.email.toUpperCase() })).toEqual({ claim });
  expect(await arrive({ subject, email: 'renamed@elsewhere.example', emailVerified: false })).toEqual({ claim });
  expect(await arrive({ subject, email: null })).toEqual({ claim });
  const events = await readAuditEvents(tenant.id);
  expect(events.map((event) => event.action)).toEqual([
    'person.identity_linked',
    'person.signed_in',
    'person.signed_in',
    'person.signed_in',
  ]);
});

test('an address that is not verified finds nobody', async () => {
  const { person } = await makeMember(['accounting_sync']);
  expect(await arrive({ subject: newId(), email: person.email, emailVerified: false })).toEqual({
    refused: 'email-not-verified',
  });
  expect(await arrive({ subject: newId(), email: null })).toEqual({ refused: 'email-not-verified' });
});

test('a stranger is not let in, and neither is somebody whom no tenant has', async () => {
  expect(await arrive({ subject: newId(), email: 'stranger@example.com' })).toEqual({ refused: 'not-invited' });
  const former = await makePerson();
  expect(await arrive({ subject: newId(), email: former.email })).toEqual({ refused: 'not-invited' });
});

test('an address handed on to somebody else does not hand on the account', async () => {
  const { person } = await makeMember(['accounting_sync']);
  await arrive({ subject: 'first-owner', email: person.email });
  expect(await arrive({ subject: 'next-owner', email: person.email })).toEqual({ refused: 'linked-to-another' });
});

test('the same subject of another issuer is somebody else', async () => {
  const [one, two] = await Promise.all([makeMember(['accounting_sync']), makeMember(['accounting_sync'])]);
  const subject = newId();
  expect(await arrive({ subject, email: one.person.email })).toMatchObject({ claim: { personId: one.person.id } });
  const other = await arrive({ subject, email: two.person.email, issuer: 'https://other.example.com' });
  expect(other).toMatchObject({ claim: { personId: two.person.id } });
});

test('two first arrivals at once make one link', async () => {
  const { person } = await makeMember(['accounting_sync']);
  const subject = newId();
  const results = await Promise.all(Array.from({ length: 6 }, () => arrive({ subject, email: person.email })));
  for (const result of results) expect(result).toMatchObject({ claim: { personId: person.id } });
  expect(await database().userIdentity.count({ where: { userId: person.id } })).toBe(1);
});

test('of two subjects arriving at once one is linked', async () => {
  const { person } = await makeMember(['accounting_sync']);
  const results = await Promise.all([
    arrive({ subject: newId(), email: person.email }),
    arrive({ subject: newId(), email: person.email }),
  ]);
  expect(results.filter((result) => 'refused' in result)).toEqual([{ refused: 'linked-to-another' }]);
});
