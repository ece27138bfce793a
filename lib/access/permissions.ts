/** What a member can be. `hide_export_to_excel` takes a right away instead of giving one. */
export const ROLES = ['accounting_sync', 'hide_export_to_excel', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key can be made for. */
export const SCOPES = [
  'records:read',
  'records:write',
  'records:status',
  'attempts:write',
  'webhooks:write',
  'claims:write',
  'reference:read',
  'reference:write',
  'connections:report',
] as const;
export type Scope = (typeof SCOPES)[number];

export type Permission =
  | 'record:read'
  | 'record:write'
  | 'record:update_status'
  | 'record:note'
  /** See what looks as if it were in a ledger twice, and say what is not. */
  | 'duplicate:read'
  | 'duplicate:dismiss'
  /** For the worker: look for duplicates. */
  | 'duplicate:find'
  /** Say what a message means where the rules don't know. */
  | 'cause:assign'
  /** For the worker: diagnose again what other rules diagnosed. */
  | 'cause:diagnose'
  /** See failures grouped into problems. */
  | 'problem:read'
  /** Take a problem on, give it to somebody, mute it, say that it is solved. */
  | 'problem:work'
  /** For the worker: gather failures into problems. */
  | 'problem:gather'
  /** For the worker: tell what will become of pending records. */
  | 'record:forecast'
  /** What only an admin may do to a status, besides `record:update_status`: put back what a job completed. */
  | 'record:override_status'
  | 'attempt:write'
  /** Take pending records to write them to the ledger, hold them longer, and give them back. */
  | 'claim:write'
  | 'reference:read'
  | 'reference:write'
  | 'export:create'
  | 'audit:read'
  | 'audit:export'
  | 'key:manage'
  | 'webhook:manage'
  | 'hook:manage'
  /** Match, map and dismiss what hooks received and nobody could place. */
  | 'inbox:resolve'
  | 'import:create'
  /** See connections, their checks and what the ledgers' lists hold. */
  | 'connection:read'
  | 'connection:check'
  /** Connect, reconnect, disconnect. */
  | 'connection:manage'
  /** Say how a sync job's own link to a company is. */
  | 'connection:report'
  | 'person:manage'
  | 'settings:manage'
  /** See the own notices, and choose what one is told of. */
  | 'notice:read'
  /** What everybody is told of, and where. */
  | 'notice:manage'
  /** For the worker: find what is to be told, and send it. */
  | 'notice:send'
  /** Open a review of the business's health, and sign it. */
  | 'review:sign'
  /** For whoever knows a calendar's secret address. */
  | 'calendar:read'
  /** For the worker: do what is due for a business. */
  | 'job:run';

const GIVEN_BY_ROLE: Record<Role, readonly Permission[]> = {
  accounting_sync: [
    'record:read',
    'record:update_status',
    'record:note',
    'duplicate:read',
    'duplicate:dismiss',
    'cause:assign',
    'problem:read',
    'problem:work',
    'export:create',
    'inbox:resolve',
    'import:create',
    'reference:read',
    'connection:read',
    'connection:check',
    'notice:read',
    'review:sign',
  ],
  hide_export_to_excel: [],
  admin: [
    'record:override_status',
    'problem:read',
    'problem:work',
    'audit:read',
    'audit:export',
    'key:manage',
    'hook:manage',
    'webhook:manage',
    'person:manage',
    'settings:manage',
    'reference:read',
    'reference:write',
    'connection:read',
    'connection:check',
    'connection:manage',
    'notice:read',
    'notice:manage',
    'review:sign',
  ],
};

const TAKEN_BY_ROLE: Partial<Record<Role, readonly Permission[]>> = {
  hide_export_to_excel: ['export:create', 'audit:export'],
};

const GIVEN_BY_SCOPE: Record<Scope, readonly Permission[]> = {
  'records:read': ['record:read', 'problem:read', 'duplicate:read'],
  'records:write': ['record:write'],
  'records:status': ['record:update_status'],
  'attempts:write': ['attempt:write'],
  'claims:write': ['claim:write'],
  'reference:read': ['reference:read'],
  'reference:write': ['reference:write'],
  'webhooks:write': ['webhook:manage'],
  'connections:report': ['connection:report'],
};

/** Takes a member's roles; gives what the member may do. An unknown role gives nothing. */
export function permissionsOfRoles(roles: readonly string[]): ReadonlySet<Permission> {
  const held = ROLES.filter((role) => roles.includes(role));
  const permissions = new Set(held.flatMap((role) => GIVEN_BY_ROLE[role]));
  for (const role of held) for (const permission of TAKEN_BY_ROLE[role] ?? []) permissions.delete(permission);
  return permissions;
}

/** Takes a permission; gives the role that a member would need for it, or null if no role gives it. */
export function roleThatGives(permission: Permission): Role | null {
  return ROLES.find((role) => GIVEN_BY_ROLE[role].includes(permission)) ?? null;
}

/** Takes a key's scopes; gives what the key may do. An unknown scope gives nothing. */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(SCOPES.filter((scope) => scopes.includes(scope)).flatMap((scope) => GIVEN_BY_SCOPE[scope]));
}
