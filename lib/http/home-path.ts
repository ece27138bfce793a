import { permissionsOfRoles } from '#lib/access/permissions.ts';

/** Takes a membership; gives the first screen of that tenant which the member may open, or its history if none. */
export function homePathOf({ slug, roles }: { slug: string; roles: readonly string[] }): string {
  const permissions = permissionsOfRoles(roles);
  const isAdminAlone = permissions.has('person:manage') && !permissions.has('record:read');
  return isAdminAlone ? `/${slug}/settings/people` : `/${slug}/history/invoices`;
}
