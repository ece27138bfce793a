import { beforeAll, describe, expect, test } from 'vitest';
import { acceptInvite } from '#lib/access/accept-invite.ts';
import { findInvite } from '#lib/access/find-invite.ts';
import { findOrLinkIdentity } from '#lib/access/find-or-link-identity.ts';
import { makeInviteText } from '#lib/access/invite-text.ts';
import { joinByInvite } from '#lib/access/join-by-invite.ts';
import { listMemberships } from '#lib/access/list-memberships.ts';
import { SIGN_IN_LIMITS } from '#lib/access/sign-in-throttle.ts';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { revokeInvite } from '#lib/people/revoke-invite.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeInvite } from '#tests/factories/invites.ts';
import { contextOf, makeMember, makeMemberCtx, makePerson, removeMembership } from '#tests/factories/people.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

const PASSWORD = 'a long enough password';
let networks = 0;

/** A request of its own network, so that tests do not use up one another's tries. */
function origin() {
  networks += 1;
  return { requestId: newId(), address: `198.51.100.${networks}` };
}

function newPerson() {
  return { name: 'Nora New', email: `nora-${newId()}@example.com`, password: PASSWORD };
}

const claimOf = ({ id, sessionVersion }: { id: string; sessionVersion: number }) => ({ personId: id, sessionVersion });

describe('Somebody new', () => {
  test('sets name and password, is a member with the roles offered, and signs in', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id, { roles: ['accounting_sync', 'hide_export_to_excel'] });
    const person = newPerson();
    const claim = await joinByInvite(text, { ...person, email: person.email.toUpperCase() }, origin());
    expect(await signInWithPassword({ ...origin(), email: person.email, password: PASSWORD })).toEqual(claim);
    const ctx = await contextOf(tenant, { id: claim.personId, sessionVersion: claim.sessionVersion });
    expect(ctx.actor.name).toBe('Nora New');
    expect(ctx.permissions.has('record:read') && !ctx.permissions.has('export:create')).toBe(true);
    expect(await findInvite(text)).toMatchObject({ state: 'accepted' });
    expect((await readAuditEvents(tenant.id)).map(({ action }) => action)).toEqual([
      'person.joined',
      'person.signed_in',
    ]);
  });

  test.each([
    [{ name: '  ' }, 'name'],
    [{ email: 'nora' }, 'email'],
    [{ email: '' }, 'email'],
    [{ password: 'too short' }, 'password'],
    [{ email: 'nora@example.com', password: 'Nora@example.com' }, 'password'],
  ])('with %j is told at the field %s, and nothing is made', async (given, field) => {
    const { text } = await makeInvite((await makeTenant()).id);
    const person = { ...newPerson(), ...given };
    await expect(joinByInvite(text, person, origin())).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field }],
    });
    expect(await findInvite(text)).toMatchObject({ state: 'open' });
  });

  test('whose address has an account is asked to sign in with it, whatever password is tried', async () => {
    const { text } = await makeInvite((await makeTenant()).id);
    const { email } = await makePerson();
    await expect(joinByInvite(text, { ...newPerson(), email }, origin())).rejects.toMatchObject({
      fields: [{ field: 'email', message: expect.stringContaining('sign in') }],
    });
    await signInWithPassword({ ...origin(), email, password: 'correct horse battery staple' });
  });

  test('gets no account where the invitation is for another address, used, withdrawn, too old or made up', async () => {
    const ctx = await makeMemberCtx(['admin']);
    const used = await makeInvite(ctx.tenantId);
    await joinByInvite(used.text, newPerson(), origin());
    const withdrawn = await makeInvite(ctx.tenantId);
    await revokeInvite(ctx, withdrawn.id);
    const cases = [
      [await makeInvite(ctx.tenantId, { email: 'other@example.com' }), 'forbidden'],
      [used, 'conflict'],
      [withdrawn, 'conflict'],
      [await makeInvite(ctx.tenantId, { expiresInDays: -1 }), 'conflict'],
      [makeInviteText(ctx.tenantId), 'not_found'],
      [{ text: 'nonsense' }, 'not_found'],
    ] as const;
    for (const [{ text }, code] of cases) {
      const person = newPerson();
      await expect(joinByInvite(text, person, origin())).rejects.toMatchObject({ code });
      expect(await database().appUser.count({ where: { email: person.email } })).toBe(0);
    }
  });

  test('of two with one link at once, one gets in', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id);
    const people = [newPerson(), newPerson(), newPerson()];
    const results = await Promise.allSettled(people.map((person) => joinByInvite(text, person, origin())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const emails = people.map(({ email }) => email);
    expect(await database().appUser.count({ where: { email: { in: emails } } })).toBe(1);
  });

  test('who tries too often has to wait, like at the sign-in', async () => {
    const from = origin();
    const { email } = await makePerson();
    const { text } = await makeInvite((await makeTenant()).id);
    const attempt = () => joinByInvite(text, { ...newPerson(), email }, from);
    for (let tries = 0; tries < SIGN_IN_LIMITS.pair.points; tries += 1) {
      await expect(attempt()).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

describe('Somebody with an account', () => {
  test('accepts once; again is harmless and changes no roles', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id);
    const person = await makePerson();
    expect(await acceptInvite(claimOf(person), text, origin())).toEqual({ isNewMember: true });
    expect(await acceptInvite(claimOf(person), text, origin())).toEqual({ isNewMember: false });
    expect(await listMemberships(person.id)).toMatchObject([{ slug: tenant.slug, roles: ['accounting_sync'] }]);
    expect((await readAuditEvents(tenant.id)).map(({ action }) => action)).toEqual(['person.joined']);
  });

  test('who accepts six times at once is a member once', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id);
    const person = await makePerson();
    const results = await Promise.all(Array.from({ length: 6 }, () => acceptInvite(claimOf(person), text, origin())));
    expect(results.filter(({ isNewMember }) => isNewMember)).toHaveLength(1);
  });

  test('who is a member already leaves the invitation to somebody else', async () => {
    const { tenant, person } = await makeMember(['admin']);
    const { text } = await makeInvite(tenant.id, { roles: ['accounting_sync'] });
    expect(await acceptInvite(claimOf(person), text, origin())).toEqual({ isNewMember: false });
    expect(await findInvite(text)).toMatchObject({ state: 'open' });
    expect(await listMemberships(person.id)).toMatchObject([{ roles: ['admin'] }]);
  });

  test('who was removed does not come back by the link of then', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id);
    const person = await makePerson();
    await acceptInvite(claimOf(person), text, origin());
    await removeMembership(tenant.id, person.id);
    await expect(acceptInvite(claimOf(person), text, origin())).rejects.toMatchObject({ code: 'conflict' });
    expect(await listMemberships(person.id)).toEqual([]);
  });

  test('is refused by an invitation for another address, and without a session that holds', async () => {
    const tenant = await makeTenant();
    const { text } = await makeInvite(tenant.id, { email: 'other@example.com' });
    const person = await makePerson();
    await expect(acceptInvite(claimOf(person), text, origin())).rejects.toMatchObject({ code: 'forbidden' });
    const over = { personId: person.id, sessionVersion: 99 };
    await expect(acceptInvite(over, text, origin())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await listMemberships(person.id)).toEqual([]);
  });
});

describe('Through a sign-on provider', () => {
  const arrive = (email: string, inviteText: string | null, emailVerified = true) =>
    findOrLinkIdentity({
      issuer: 'https://login.example.com',
      subject: newId(),
      name: 'Nora New',
      email,
      emailVerified,
      inviteText,
      ...origin(),
    });

  test('somebody new with an invitation gets account, membership and link at once', async () => {
    const tenant = await makeTenant();
    const { email } = newPerson();
    const { text } = await makeInvite(tenant.id, { email });
    const found = await arrive(email, text);
    const claim = 'claim' in found ? found.claim : expect.fail('refused');
    const ctx = await contextOf(tenant, { id: claim.personId, sessionVersion: claim.sessionVersion });
    expect(ctx.actor.name).toBe('Nora New');
    expect((await readAuditEvents(tenant.id)).map(({ action }) => action)).toEqual([
      'person.joined',
      'person.identity_linked',
      'person.signed_in',
    ]);
  });

  test('nobody gets in by an invitation for another address, one that is over, or an address not verified', async () => {
    const tenant = await makeTenant();
    const { email } = newPerson();
    const bound = await makeInvite(tenant.id, { email: 'other@example.com' });
    const old = await makeInvite(tenant.id, { expiresInDays: -1 });
    const open = await makeInvite(tenant.id);
    expect(await arrive(email, bound.text)).toEqual({ refused: 'not-invited' });
    expect(await arrive(email, old.text)).toEqual({ refused: 'not-invited' });
    expect(await arrive(email, 'nonsense')).toEqual({ refused: 'not-invited' });
    expect(await arrive(email, open.text, false)).toEqual({ refused: 'email-not-verified' });
    expect(await database().appUser.count({ where: { email } })).toBe(0);
  });

  test('the owner of an address takes the account over from whoever typed it first', async () => {
    const [evil, good] = await Promise.all([makeTenant(), makeTenant()]);
    const squatter = newPerson();
    const claim = await joinByInvite((await makeInvite(evil.id)).text, squatter, origin());
    const found = await arrive(squatter.email, (await makeInvite(good.id)).text);
    expect(found).toEqual({ claim: { personId: claim.personId, sessionVersion: claim.sessionVersion + 1 } });
    await expect(
      signInWithPassword({ ...origin(), email: squatter.email, password: squatter.password }),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(contextOf(evil, { id: claim.personId, sessionVersion: claim.sessionVersion })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});
