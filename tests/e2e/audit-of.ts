import { asOwner } from '#tests/factories/as-owner.ts';

/** Reads a tenant's events of one action, oldest first. */
export async function auditOf(
  slug: string,
  action: string,
): Promise<{ subject_id: string | null; after: Record<string, unknown> }[]> {
  const { rows: tenants } = await asOwner(null, (client) =>
    client.query<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [slug]),
  );
  const { rows } = await asOwner(tenants[0]!.id, (client) =>
    client.query('SELECT subject_id, after FROM audit_event WHERE tenant_id = $1 AND action = $2 ORDER BY id', [
      tenants[0]!.id,
      action,
    ]),
  );
  return rows;
}
