import { parse, stringify } from 'uuid';

/** Belongs to no tenant, so it finds nothing. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Takes a tenant's id; gives the 22 characters by which keys and invitations carry it. */
export function tenantToText(tenantId: string): string {
  return Buffer.from(parse(tenantId)).toString('base64url');
}

/** Takes such characters, of whatever origin; gives the tenant's id, or one that is nobody's. */
export function tenantFromText(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 16) return NO_TENANT;
  try {
    return stringify(bytes);
  } catch {
    // Sixteen bytes that are no UUID belong to nobody.
    return NO_TENANT;
  }
}
