import { database } from '#lib/db/client.ts';

/** Gives the tenants for which a notice is due to be sent; ids alone, for the worker. */
export async function listTenantsWithDueNotices(): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`SELECT id FROM tenants_with_due_notices() AS id`;
  return rows.map(({ id }) => id);
}
