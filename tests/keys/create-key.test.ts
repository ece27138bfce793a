import { beforeAll, describe, expect, test } from 'vitest';
import { apiKeyContext } from '#lib/access/api-key-context.ts';
import { permissionsOfScopes } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { createKey } from '#lib/keys/create-key.ts';
import { listKeys } from '#lib/keys/list-keys.ts';
import { revokeKey } from '#lib/keys/revoke-key.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeMemberCtx } from '#tests/factories/people.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

const use = (text: string) => apiKeyContext(`Bearer ${text}`, { requestId: newId(), address: null });

describe('A new key', () => {
  test('acts for a source that exists, within its scopes, until it is revoked', async () => {
    const tenant = await createTenant();
    const admin = memberOf(tenant);
    const made = await createKey(admin, { sourceSlug: 'tms', name: 'Night job', scopes: ['records:read'] });
    const ctx = await use(made.text);
    expect(ctx.actor).toMatchObject({ type: 'api_key', id: made.id, name: 'Night job', sourceId: tenant.sourceId });
    expect(ctx.permissions).toEqual(permissionsOfScopes(['records:read']));
    expect([...ctx.permissions].filter((permission) => !permission.endsWith(':read'))).toEqual([]);
    const [row] = await listKeys(admin);
    expect(row).toMatchObject({ prefix: made.prefix, source: 'tms', sourceName: 'TMS', scopes: ['records:read'] });
    expect(row?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(row)).not.toContain(made.text.slice(-20));

    expect(await revokeKey(admin, made.prefix)).toEqual({ isNewlyRevoked: true });
    expect(await revokeKey(admin, made.prefix)).toEqual({ isNewlyRevoked: false });
    await expect(use(made.text)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await readAuditEvents(tenant.info.id)).map(({ action }) => action)).toEqual(['key.created', 'key.revoked']);
  });

  test('makes its source with it, or neither', async () => {
    const tenant = await createTenant();
    const admin = memberOf(tenant);
    const input = { sourceSlug: 'aroflo', newSourceName: 'AroFlo', name: 'Jobs', scopes: ['attempts:write'] as const };
    const { text } = await createKey(admin, input);
    const sources = await listSources(admin);
    expect(sources.map(({ slug, name }) => [slug, name])).toEqual([
      ['aroflo', 'AroFlo'],
      ['tms', 'TMS'],
    ]);
    expect((await use(text)).actor).toMatchObject({ sourceId: sources[0]?.id });
    expect((await readAuditEvents(tenant.info.id)).map(({ action }) => action)).toEqual([
      'source.created',
      'key.created',
    ]);
    await expect(createKey(admin, input)).rejects.toMatchObject({ fields: [{ field: 'sourceSlug' }] });
    await expect(createKey(admin, { ...input, sourceSlug: 'other', scopes: [] })).rejects.toThrow();
    expect(await listKeys(admin)).toHaveLength(2);
    expect(await listSources(admin)).toHaveLength(2);
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ scopes: [] }, 'scopes'],
    [{ sourceSlug: 'Not A Slug' }, 'sourceSlug'],
    [{ sourceSlug: 'unknown' }, 'sourceSlug'],
    [{ newSourceName: '', sourceSlug: 'new' }, 'newSourceName'],
  ])('with %j is refused at the field %s', async (given, field) => {
    const admin = memberOf(await createTenant());
    const input = { sourceSlug: 'tms', name: 'Job', scopes: ['records:read'] as const, ...given };
    await expect(createKey(admin, input)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field }] });
  });
});

test('keys are for admins alone, and another tenant’s are not found', async () => {
  const tenant = await createTenant();
  const accountant = await makeMemberCtx(['accounting_sync'], { tenant: tenant.info });
  const forbidden = { code: 'forbidden' };
  await expect(createKey(accountant, { sourceSlug: 'tms', name: 'x', scopes: ['records:read'] })).rejects.toMatchObject(
    forbidden,
  );
  expect(() => listKeys(accountant)).toThrow(expect.objectContaining(forbidden));
  const prefix = tenant.keyText.split('_')[1] ?? '';
  await expect(revokeKey(accountant, prefix)).rejects.toMatchObject(forbidden);
  const stranger = await makeMemberCtx(['admin']);
  await expect(revokeKey(stranger, prefix)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listKeys(stranger)).toEqual([]);
  await use(tenant.keyText);
});
