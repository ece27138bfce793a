import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

type Row = Record<string, unknown>;

/** One record as stored, by its id in the source system; money and times as text. */
export async function storedRecord(tenant: TestTenant, externalKey: string): Promise<Row> {
  const rows = await asAdministrator<{ record: Row }>(
    'SELECT row_to_json(r) AS record FROM sync_record r WHERE tenant_id = $1 AND external_key = $2',
    [tenant.info.id, externalKey],
  );
  if (rows.length !== 1) throw new Error(`${rows.length} records are called ${externalKey}`);
  return rows[0]!.record;
}

/** All rows of a tenant in one table, in the order given. */
export function storedRows<T extends Row>(tenant: TestTenant, table: string, order: string): Promise<T[]> {
  return asAdministrator<T>(`SELECT * FROM ${table} WHERE tenant_id = $1 ORDER BY ${order}`, [tenant.info.id]);
}

/** How many rows of a tenant a table has. */
export async function storedCount(tenant: TestTenant, table: string): Promise<number> {
  const [row] = await asAdministrator<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  return row!.count;
}
