import { Prisma } from '#lib/db/generated/client.ts';

/**
 * The ids of a problem and of all that were grouped under it, as a subquery: what was written on those is read on it. `id`
 * may be a column of the query around it.
 */
export function withFormer(tenantId: string, id: string | Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    WITH RECURSIVE former (id) AS (
      SELECT ${id}::uuid
       UNION
      SELECT p.id FROM former JOIN problem p ON p.tenant_id = ${tenantId}::uuid AND p.grouped_under = former.id)
    SELECT id FROM former)`;
}
