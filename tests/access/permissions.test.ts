import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permissionsOfRoles, permissionsOfScopes, ROLES, roleThatGives, SCOPES } from '#lib/access/permissions.ts';

const list = (permissions: ReadonlySet<string>) => [...permissions].sort();

test('no role gives nothing, and neither does an unknown one', () => {
  expect(list(permissionsOfRoles([]))).toEqual([]);
  for (const name of ['', 'owner', 'Admin', 'constructor', '__proto__', 'toString']) {
    expect(list(permissionsOfRoles([name]))).toEqual([]);
    expect(list(permissionsOfScopes([name]))).toEqual([]);
  }
});

test('accounting sync opens the records, admin alone does not', () => {
  expect(permissionsOfRoles(['accounting_sync']).has('record:read')).toBe(true);
  expect(permissionsOfRoles(['admin']).has('record:read')).toBe(false);
  expect(permissionsOfRoles(['accounting_sync']).has('audit:read')).toBe(false);
  expect(permissionsOfRoles(['admin']).has('audit:read')).toBe(true);
  expect(permissionsOfRoles(['admin']).has('audit:export')).toBe(true);
  expect(permissionsOfRoles(['admin', 'hide_export_to_excel']).has('audit:export')).toBe(false);
});

test('the export is taken away whatever else somebody is, in any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...ROLES]), (roles) => {
      const mayExport = permissionsOfRoles(roles).has('export:create');
      expect(mayExport).toBe(roles.includes('accounting_sync') && !roles.includes('hide_export_to_excel'));
    }),
  );
});

test('no person gets what only keys may do, and no key what only people may', () => {
  const ofPeople = permissionsOfRoles(ROLES);
  expect(ofPeople.has('record:write') || ofPeople.has('attempt:write')).toBe(false);
  const ofKeys = permissionsOfScopes(SCOPES);
  expect(ofKeys.has('key:manage') || ofKeys.has('person:manage') || ofKeys.has('export:create')).toBe(false);
});

test('the role that a page asks for is the one that gives its permission', () => {
  expect(roleThatGives('record:read')).toBe('accounting_sync');
  expect(roleThatGives('audit:read')).toBe('admin');
  expect(roleThatGives('record:write')).toBeNull();
});
