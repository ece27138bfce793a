import { describe, expect, test } from 'vitest';
import { permissionsOfRoles, type Role } from '#lib/access/permissions.ts';
import { crumbsOf, navigationGroups } from '../../../app/[tenant]/_components/tenant-screens.ts';

function labelsFor(roles: readonly Role[], path = '/acme'): string[] {
  return navigationGroups('acme', path, [...permissionsOfRoles(roles)]).flatMap(({ items }) =>
    items.map(({ label, isCurrent }) => (isCurrent ? `${label} (here)` : label)),
  );
}

describe('The navigation', () => {
  test('shows somebody who works with records the accounting screens alone', () => {
    expect(labelsFor(['accounting_sync'])).toEqual([
      'Overview (here)',
      'Sync history',
      'Problems',
      'Connections',
      'Duplicates',
      'Inbox',
      'Import',
      'Bulk changes',
    ]);
  });

  test('shows an admin the audit log and the settings, and no records without the role for them', () => {
    expect(labelsFor(['admin'], '/acme/settings/people')).toEqual([
      'Problems',
      'Connections',
      'Audit log',
      'Settings (here)',
    ]);
  });

  test('shows somebody without a role nothing, not even the names of groups', () => {
    expect(navigationGroups('acme', '/acme', [])).toEqual([]);
  });

  test.each([
    ['/acme/history/bills', 'Sync history'],
    ['/acme/records/0192', 'Sync history'],
    ['/acme/bulk/0192', 'Bulk changes'],
    ['/acme/import/0192', 'Import'],
    ['/acme/settings', 'Settings'],
  ])('marks at %s the screen %s, and no other', (path, label) => {
    const here = labelsFor(['accounting_sync', 'admin'], path).filter((entry) => entry.endsWith('(here)'));
    expect(here).toEqual([`${label} (here)`]);
  });
});

test.each([
  ['/acme', ['Overview']],
  ['/acme/history/bills', ['Accounting', 'Accounting Sync History']],
  ['/acme/records/0192', ['Accounting', 'Accounting Sync History', 'Record']],
  ['/acme/bulk/0192', ['Accounting', 'Bulk changes', 'Bulk change']],
  ['/acme/import', ['Accounting', 'Import']],
  ['/acme/import/0192', ['Accounting', 'Import', 'File']],
  ['/acme/settings', ['Settings', 'General']],
  ['/acme/settings/keys', ['Settings', 'API keys']],
  ['/acme/settings/hooks/0192', ['Settings', 'Hooks']],
  ['/acme/settings/webhooks', ['Settings', 'Webhooks']],
  ['/acme/elsewhere', []],
])('at %s the breadcrumb says %j', (path, labels) => {
  expect(crumbsOf('acme', path).map(({ label }) => label)).toEqual(labels);
});
