import { Prisma } from '#lib/db/generated/client.ts';

/** Adds the API key, the hook or the import that carried a row here. */
export function joinCarriers(row: 'a' | 'i'): Prisma.Sql {
  const alias = Prisma.raw(row);
  return Prisma.sql`
    LEFT JOIN api_key k ON k.tenant_id = ${alias}.tenant_id AND k.id = ${alias}.api_key_id
    LEFT JOIN hook h ON h.tenant_id = ${alias}.tenant_id AND h.id = ${alias}.hook_id
    LEFT JOIN import_run ir ON ir.tenant_id = ${alias}.tenant_id AND ir.id = ${alias}.import_id`;
}

/** The names of them, as `Carrier` has them. */
export const CARRIER_COLUMNS = Prisma.sql`k.name AS "apiKeyName", h.name AS "hookName", ir.file_name AS "importName"`;
