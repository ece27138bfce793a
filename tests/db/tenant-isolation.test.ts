import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { exportedFunctions } from '#tests/factories/exported-functions.ts';
import { type FilledTenant, fillTenant } from '#tests/factories/filled-tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { ISOLATION_CASES, TOUCHES_NO_TENANT } from './isolation-cases.ts';

/** How a case may be refused; anything else would be a mistake of the case, which then proves nothing. */
const REFUSALS =
  /row-level security|foreign key|was not found|not a member|is not valid|is wrong|no longer a member|was taken over/;

let own: FilledTenant;
let other: FilledTenant;
let tables: string[];
let app: pg.Client;

beforeAll(async () => {
  other = await fillTenant('SECRET');
  own = await fillTenant('OWN');
  const rows = await asAdministrator<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  tables = rows.map(({ name }) => name);
  app = new pg.Client({ connectionString: (await testDatabase()).appUrl });
  await app.connect();
});
afterAll(() => app.end());

/** A checksum of every row that a tenant has, in every table. */
async function checksums(tenantId: string): Promise<Record<string, unknown>> {
  const ofTable = (table: string) =>
    `SELECT '${table}' AS name, count(*)::int AS rows, md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum
       FROM ${table} t WHERE tenant_id = $1`;
  const rows = await asAdministrator<{ name: string; rows: number; sum: string }>(
    `${tables.map(ofTable).join(' UNION ALL ')}
     UNION ALL SELECT 'tenant', 1, md5(t::text) FROM tenant t WHERE id = $1`,
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ name, ...row }) => [name, row]));
}

describe('Each exported function of lib that reaches a tenant’s rows', () => {
  test('is tried here: a new one needs a case of its own', () => {
    const reaching = exportedFunctions().filter(
      ({ file, fileText, head }) =>
        !file.startsWith('lib/db/') &&
        (/\b(ctx|tx|source): (Ctx|TenantTx|AuditSource)\b/.test(head) ||
          /\b(database|tenantTransaction|personTransaction)\(/.test(fileText)),
    );
    const known = [...Object.keys(ISOLATION_CASES), ...Object.keys(TOUCHES_NO_TENANT)];
    expect(reaching.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  test('has another tenant to be tried against, with rows in every table', async () => {
    const counts = await checksums(other.tenant.info.id);
    const empty = tables.filter((table) => (counts[table] as { rows: number }).rows === 0);
    expect(empty).toEqual([]);
  });

  // What the case before left, so that each is looked at once.
  let before: Record<string, unknown> | undefined;

  test.each(Object.keys(ISOLATION_CASES))('%s sees nothing and changes nothing of another tenant', async (name) => {
    before ??= await checksums(other.tenant.info.id);
    const answer = await Promise.resolve()
      .then(() => ISOLATION_CASES[name]!(own, other))
      .catch((error: unknown) => ({ refused: error instanceof Error ? error.message : String(error) }));
    if (answer !== null && typeof answer === 'object' && 'refused' in answer) expect(answer.refused).toMatch(REFUSALS);
    const text =
      JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '';
    // What the case itself gave as an input may come back in a message; what it did not know may not.
    expect(text).not.toContain('SECRET');
    for (const id of other.unknownIds) expect(text).not.toContain(id);
    const after = await checksums(other.tenant.info.id);
    const expected = before;
    before = after;
    expect(after).toEqual(expected);
  });
});

describe('Row-level security by itself', () => {
  const settings: [string, string | null][] = [
    ['no tenant is set', null],
    ['the setting is empty, as a finished transaction leaves it', ''],
  ];

  test.each(settings)('while %s, every table reads as empty', async (_what, setting) => {
    await app.query('BEGIN');
    if (setting !== null) await app.query("SELECT set_config('app.tenant_id', $1, true)", [setting]);
    for (const table of tables) {
      const { rows } = await app.query(`SELECT count(*)::int AS count FROM ${table}`);
      expect(rows[0].count, table).toBe(0);
    }
    await app.query('ROLLBACK');
  });

  test('within one tenant, every table shows that tenant alone', async () => {
    await app.query('BEGIN');
    await app.query("SELECT set_config('app.tenant_id', $1, true)", [own.tenant.info.id]);
    for (const table of tables) {
      const { rows } = await app.query(`SELECT DISTINCT tenant_id FROM ${table}`);
      expect(rows, table).toEqual([{ tenant_id: own.tenant.info.id }]);
    }
    await app.query('ROLLBACK');
  });

  test('no row can be moved to another tenant, or another tenant’s row be changed or deleted', async () => {
    for (const table of tables) {
      for (const text of [
        `UPDATE ${table} SET tenant_id = '${other.tenant.info.id}' WHERE tenant_id = '${own.tenant.info.id}'`,
        `UPDATE ${table} SET tenant_id = tenant_id WHERE tenant_id = '${other.tenant.info.id}'`,
        `DELETE FROM ${table} WHERE tenant_id = '${other.tenant.info.id}'`,
      ]) {
        await app.query('BEGIN');
        await app.query("SELECT set_config('app.tenant_id', $1, true)", [own.tenant.info.id]);
        const changed = await app.query(text).then(
          ({ rowCount }) => rowCount,
          (error: Error) => error.message,
        );
        await app.query('ROLLBACK');
        expect(changed === 0 || /row-level security|permission denied/.test(String(changed)), text).toBe(true);
      }
    }
  });

  test('a person without a tenant sees the own memberships alone', async () => {
    await app.query('BEGIN');
    await app.query("SELECT set_config('app.user_id', $1, true)", [own.personId]);
    const { rows } = await app.query('SELECT tenant_id, user_id FROM membership');
    await app.query('ROLLBACK');
    expect(rows).toEqual([{ tenant_id: own.tenant.info.id, user_id: own.personId }]);
  });

  test('the setting ends with its transaction', async () => {
    await app.query('BEGIN');
    await app.query("SELECT set_config('app.tenant_id', $1, true)", [own.tenant.info.id]);
    await app.query('COMMIT');
    const { rows } = await app.query('SELECT count(*)::int AS count FROM sync_record');
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe('search_record_ids', () => {
  const call = `SELECT search_record_ids($1::uuid, ARRAY['invoice', 'invoice_payment', 'bill', 'bill_payment'],
                                         ARRAY[0, 1, 2]::smallint[], 'secret', 100) AS id`;

  test('finds what it should, within the own tenant', async () => {
    await app.query('BEGIN');
    await app.query("SELECT set_config('app.tenant_id', $1, true)", [other.tenant.info.id]);
    expect((await app.query(call, [other.tenant.info.id])).rowCount).toBeGreaterThan(0);
    await app.query('ROLLBACK');
  });

  test.each(['within another tenant', 'without a tenant'])('finds nothing %s', async (where) => {
    await app.query('BEGIN');
    if (where === 'within another tenant') {
      await app.query("SELECT set_config('app.tenant_id', $1, true)", [own.tenant.info.id]);
    }
    expect((await app.query(call, [other.tenant.info.id])).rows).toEqual([]);
    await app.query('ROLLBACK');
  });
});
