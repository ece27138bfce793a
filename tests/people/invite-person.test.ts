import { beforeAll, describe, expect, test } from 'vitest';
import { findInvite } from '#lib/access/find-invite.ts';
import { invitePath, inviteTextIn, makeInviteText } from '#lib/access/invite-text.ts';
import { newId } from '#lib/core/ids.ts';
import { invitePerson } from '#lib/people/invite-person.ts';
import { listInvites } from '#lib/people/list-invites.ts';
import { revokeInvite } from '#lib/people/revoke-invite.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeInvite } from '#tests/factories/invites.ts';
import { makeMember, makeMemberCtx } from '#tests/factories/people.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

describe('An invitation', () => {
  test('is a link whose secret is stored nowhere, good for seven days', async () => {
    const ctx = await makeMemberCtx(['admin']);
    const before = Date.now();
    const made = await invitePerson(ctx, { email: ' New@Example.com ', roles: ['admin', 'accounting_sync'] });
    expect(Math.round((made.expiresAt.getTime() - before) / 3_600_000)).toBe(7 * 24);
    expect(await findInvite(made.text)).toMatchObject({
      tenant: { slug: ctx.tenant.slug, name: ctx.tenant.name },
      email: 'new@example.com',
      roles: ['accounting_sync', 'admin'],
      invitedBy: ctx.actor.name,
      state: 'open',
    });
    const rows = await asOwner(ctx.tenantId, (client) => client.query('SELECT i::text FROM invite i'));
    const secret = made.text.slice(22);
    expect(JSON.stringify(rows.rows)).not.toContain(secret);
    const events = await asOwner(ctx.tenantId, (client) => client.query('SELECT e::text FROM audit_event e'));
    expect(JSON.stringify(events.rows)).not.toContain(secret);
    expect(await readAuditEvents(ctx.tenantId)).toMatchObject([{ action: 'person.invited', actor_id: ctx.actor.id }]);
  });

  test.each([
    ['no-address', ['accounting_sync'], 'email', /^must be a whole address/],
    ['', [], 'roles', /^must include/],
    ['', ['hide_export_to_excel'], 'roles', /^must include/],
  ] as const)('to %j with the roles %j is refused at the field %s', async (email, roles, field, message) => {
    const ctx = await makeMemberCtx(['admin']);
    await expect(invitePerson(ctx, { email, roles: [...roles] })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field, message: expect.stringMatching(message) }],
    });
    expect(await listInvites(ctx)).toEqual([]);
  });

  test('to somebody who is a member already is refused', async () => {
    const ctx = await makeMemberCtx(['admin']);
    const { person } = await makeMember(['accounting_sync'], { tenant: ctx.tenant });
    await expect(
      invitePerson(ctx, { email: person.email.toUpperCase(), roles: ['accounting_sync'] }),
    ).rejects.toMatchObject({ fields: [{ field: 'email', message: expect.stringContaining('member already') }] });
  });

  test('is made, listed and withdrawn by admins alone', async () => {
    const ctx = await makeMemberCtx(['accounting_sync']);
    const forbidden = { code: 'forbidden' };
    await expect(invitePerson(ctx, { email: '', roles: ['admin'] })).rejects.toMatchObject(forbidden);
    expect(() => listInvites(ctx)).toThrow(expect.objectContaining(forbidden));
    await expect(revokeInvite(ctx, newId())).rejects.toMatchObject(forbidden);
  });

  test('stays in the list when it has expired, and leaves it when it is withdrawn', async () => {
    const ctx = await makeMemberCtx(['admin']);
    const open = await makeInvite(ctx.tenantId, { email: 'a@example.com' });
    const expired = await makeInvite(ctx.tenantId, { expiresInDays: -1 });
    expect(await listInvites(ctx)).toMatchObject([
      { id: expired.id, email: null, isExpired: true },
      { id: open.id, email: 'a@example.com', isExpired: false },
    ]);
    expect(await revokeInvite(ctx, open.id)).toEqual({ isNewlyRevoked: true });
    expect(await revokeInvite(ctx, open.id)).toEqual({ isNewlyRevoked: false });
    expect((await listInvites(ctx)).map(({ id }) => id)).toEqual([expired.id]);
    expect(await findInvite(open.text)).toMatchObject({ state: 'revoked' });
    expect(await findInvite(expired.text)).toMatchObject({ state: 'expired' });
    expect((await readAuditEvents(ctx.tenantId)).map(({ action }) => action)).toEqual(['person.invite_revoked']);
  });

  test('of another tenant can’t be withdrawn', async () => {
    const [own, other] = await Promise.all([makeMemberCtx(['admin']), makeMemberCtx(['admin'])]);
    const { id, text } = await makeInvite(other.tenantId);
    await expect(revokeInvite(own, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await findInvite(text)).toMatchObject({ state: 'open' });
  });
});

describe('The text of a link', () => {
  test('that was made up, or carries another tenant, finds nothing', async () => {
    const [own, other] = await Promise.all([makeMemberCtx(['admin']), makeMemberCtx(['admin'])]);
    const { text } = await makeInvite(own.tenantId);
    const elsewhere = makeInviteText(other.tenantId).text.slice(0, 22) + text.slice(22);
    for (const wrong of [
      elsewhere,
      `${text}x`,
      text.slice(0, -1),
      makeInviteText(own.tenantId).text,
      '',
      'a'.repeat(65),
    ]) {
      expect(await findInvite(wrong)).toBeNull();
    }
  });

  test('is known in the path it makes, and in no other', () => {
    const { text } = makeInviteText(newId());
    expect(inviteTextIn(invitePath(text))).toBe(text);
    for (const path of [null, '/', '/invite/', '/invite/short', `/invite/${text}/more`, `/acme/invite/${text}`]) {
      expect(inviteTextIn(path)).toBeNull();
    }
  });
});
