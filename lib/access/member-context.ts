import { AppError } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { personTransaction } from '#lib/db/tenant-transaction.ts';
import { type Ctx, makeContext, type TenantInfo } from './context.ts';
import { permissionsOfRoles } from './permissions.ts';

/** What a session says of itself: who, and which version of that person's sessions it belongs to. */
export type SessionClaim = { personId: string; sessionVersion: number };

type MemberQuestion = SessionClaim & { tenantSlug: string; requestId: string; address: string | null };

type MemberRow = {
  person_name: string;
  session_version: number;
  is_member: boolean;
  roles: string[] | null;
  id: string | null;
  slug: string | null;
  name: string | null;
  time_zone: string | null;
  currency: string | null;
  locale: string | null;
};

/**
 * Takes a session's claim and a tenant's slug; gives the member's `Ctx`, with the roles the database holds now.
 * Throws AppError `unauthenticated` if the session is over, and `forbidden` if the person is not a member:
 * the same for a tenant that does not exist.
 */
export async function memberContext(question: MemberQuestion): Promise<Ctx> {
  const { personId, sessionVersion, tenantSlug, requestId, address } = question;
  // The database's text can't hold U+0000, which no slug has.
  const slug = tenantSlug.includes('\u0000') ? '' : tenantSlug;
  const row = isId(personId) ? await findMember(personId, slug) : undefined;
  if (row === undefined || row.session_version !== sessionVersion) {
    throw new AppError('unauthenticated', { message: 'Your session has ended. Sign in again.' });
  }
  const tenant = tenantOf(row);
  if (tenant === null || !row.is_member) {
    throw new AppError('forbidden', { message: `You are not a member of ${tenantSlug}.` });
  }
  return makeContext({
    tenant,
    actor: { type: 'person', id: personId, name: row.person_name },
    permissions: permissionsOfRoles(row.roles ?? []),
    requestId,
    address,
  });
}

// Person, tenant and membership are read together: one round trip on every request.
async function findMember(personId: string, tenantSlug: string): Promise<MemberRow | undefined> {
  const rows = await personTransaction(
    personId,
    (tx) => tx.$queryRaw<MemberRow[]>`
      SELECT u.name AS person_name, u.session_version, m.user_id IS NOT NULL AS is_member, m.roles,
             t.id, t.slug, t.name, t.time_zone, t.currency, t.locale
        FROM app_user u
        LEFT JOIN tenant t ON t.slug = ${tenantSlug}
        LEFT JOIN membership m ON m.tenant_id = t.id AND m.user_id = u.id
       WHERE u.id = ${personId}::uuid`,
  );
  return rows[0];
}

function tenantOf(row: MemberRow): TenantInfo | null {
  const { id, slug, name, time_zone: timeZone, currency, locale } = row;
  if (id === null || slug === null || name === null || timeZone === null || currency === null || locale === null) {
    return null;
  }
  return { id, slug, name, timeZone, currency, locale };
}
