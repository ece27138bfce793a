import { personTransaction } from '#lib/db/tenant-transaction.ts';

/** One tenant a person belongs to, and the roles held there. */
export type Membership = { tenantId: string; slug: string; name: string; roles: string[] };

/** Takes a person's id; gives the tenants that person belongs to, by name. */
export function listMemberships(personId: string): Promise<Membership[]> {
  return personTransaction(
    personId,
    (tx) => tx.$queryRaw<Membership[]>`
      SELECT t.id AS "tenantId", t.slug, t.name, m.roles
        FROM membership m
        JOIN tenant t ON t.id = m.tenant_id
       WHERE m.user_id = ${personId}::uuid
       ORDER BY t.name, t.slug`,
  );
}
