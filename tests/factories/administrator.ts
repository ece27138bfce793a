import pg from 'pg';
import { afterAll } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { testDatabase } from '#tests/setup/database.ts';

let opened: Promise<pg.Pool> | undefined;

async function open(): Promise<pg.Pool> {
  const { superuserUrl } = await testDatabase();
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 4 });
  // An idle connection that the database's end cuts off is no failure of a test.
  pool.on('error', () => {});
  afterAll(async () => {
    await closeDatabase();
    await pool.end();
  });
  return pool;
}

/** The test database as its administrator, who sees and may change all tenants' rows: to prepare, and to check afterwards. */
export function administrator(): Promise<pg.Pool> {
  opened ??= open();
  return opened;
}

/** Runs one statement as the administrator; gives its rows. */
export async function asAdministrator<Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const pool = await administrator();
  return (await pool.query<Row>(text, [...values])).rows;
}
