import { type Permission, permissionsOfRoles, ROLES } from '#lib/access/permissions.ts';
import { ROLE_WORDS } from '#lib/access/role-words.ts';

/** The roles to tick, in people's words. */
export const ROLE_CHOICES = ROLES.map((role) => ({ value: role, ...ROLE_WORDS[role] }));

const ABILITIES: readonly [Permission, string][] = [
  ['record:read', 'open the sync history'],
  ['record:update_status', 'set statuses'],
  ['export:create', 'export to Excel'],
  ['person:manage', 'manage people, API keys and settings'],
  ['audit:read', 'read the audit log'],
];

/** Says what a change of roles gives and takes, in whole sentences; none if it changes nothing that one can do. */
export function consequencesOf(name: string, before: readonly string[], after: readonly string[]): string[] {
  const [had, has] = [permissionsOfRoles(before), permissionsOfRoles(after)];
  const given = ABILITIES.filter(([permission]) => has.has(permission) && !had.has(permission));
  const taken = ABILITIES.filter(([permission]) => had.has(permission) && !has.has(permission));
  return [
    ...(given.length === 0 ? [] : [`From the next click on, ${name} can ${listed(given)}.`]),
    ...(taken.length === 0 ? [] : [`From the next click on, ${name} can no longer ${listed(taken)}.`]),
  ];
}

function listed(abilities: readonly [Permission, string][]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(abilities.map(([, words]) => words));
}
