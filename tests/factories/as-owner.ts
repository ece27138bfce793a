import pg from 'pg';
import { env } from '#lib/env.ts';

/**
 * Runs `work` in a transaction as the owner of the tables, within a tenant if one is given: row-level security holds
 * for the owner too. For setting the scene; what is tested connects as the application.
 */
export async function asOwner<T>(tenantId: string | null, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: env().DATABASE_OWNER_URL });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId ?? '']);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
