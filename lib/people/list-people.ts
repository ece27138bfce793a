import { type Ctx, requirePermission } from '#lib/access/context.ts';

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  roles: string[];
  joinedAt: Date;
  /** As the audit log of this tenant knows it; null: not since it is kept. */
  lastSignedInAt: Date | null;
};

/** Gives the tenant's members, by name. */
export function listPeople(ctx: Ctx): Promise<PersonRow[]> {
  requirePermission(ctx, 'person:manage');
  return ctx.transaction(
    (tx) => tx.$queryRaw<PersonRow[]>`
      SELECT u.id, u.name, u.email, m.roles, m.created_at AS "joinedAt",
             (SELECT e.at FROM audit_event e
               WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.subject_type = 'person' AND e.subject_id = u.id
                 AND e.action = 'person.signed_in' ORDER BY e.id DESC LIMIT 1) AS "lastSignedInAt"
        FROM membership m JOIN app_user u ON u.id = m.user_id
       WHERE m.tenant_id = ${ctx.tenantId}::uuid ORDER BY lower(u.name), u.id`,
  );
}
