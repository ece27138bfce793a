import { beforeAll, describe, expect, test } from 'vitest';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';

/** Tables that belong to no tenant, each with its reason. Everything else in schema public is a tenant table. */
const WITHOUT_TENANT = [
  '_prisma_migrations', // the history of the schema itself
  'app_user', // a person may belong to several tenants
  'user_identity', // how such a person signs in
  'sign_in_throttle', // counts before anybody is known
];

type Table = {
  name: string;
  hasTenantId: boolean;
  isProtected: boolean;
  owner: string;
  primaryKey: string[];
  triggers: number;
};

let tables: Table[];

beforeAll(async () => {
  await administrator();
  tables = await asAdministrator<Table>(`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS "isProtected",
           pg_get_userbyid(c.relowner) AS owner,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS "hasTenantId",
           coalesce((SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_constraint p,
             unnest(p.conkey) WITH ORDINALITY k(attnum, place), pg_attribute a
             WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attrelid = c.oid AND a.attnum = k.attnum), '{}') AS "primaryKey",
           (SELECT count(*)::int FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname`);
});

const tenantTables = () => tables.filter(({ name }) => !WITHOUT_TENANT.includes(name));

describe('Every tenant table', () => {
  test('is known as one: what belongs to no tenant is listed with its reason', () => {
    expect(tables.filter(({ hasTenantId }) => !hasTenantId).map(({ name }) => name)).toEqual(
      ['tenant', ...WITHOUT_TENANT].sort(),
    );
    expect(tables.filter(({ hasTenantId }) => hasTenantId).length).toBeGreaterThanOrEqual(13);
  });

  test('has row-level security enabled and forced', () => {
    expect(tenantTables().filter(({ isProtected }) => !isProtected)).toEqual([]);
  });

  test('has a primary key that starts with tenant_id', () => {
    const wrong = tenantTables().filter(
      ({ name, primaryKey }) => primaryKey[0] !== (name === 'tenant' ? 'id' : 'tenant_id'),
    );
    expect(wrong).toEqual([]);
  });

  test('has no triggers', () => {
    expect(tables.filter(({ triggers }) => triggers > 0)).toEqual([]);
  });

  test('has policies that name the tenant, for every command that the application may use', async () => {
    const open = await asAdministrator(`
      SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies
       WHERE schemaname = 'public' AND coalesce(qual, '') || coalesce(with_check, '') NOT LIKE '%app.tenant_id%'
       ORDER BY policyname`);
    expect(open).toMatchObject([
      // One's own memberships, before a tenant is chosen; and the names of tenants, for routing.
      {
        tablename: 'membership',
        policyname: 'membership_of_person',
        cmd: 'SELECT',
        qual: expect.stringContaining('app.user_id'),
      },
      { tablename: 'tenant', policyname: 'tenant_routing', cmd: 'SELECT' },
    ]);
  });

  test('carries tenant_id in every unique key and every foreign key to another one', async () => {
    const keys = await asAdministrator<{ name: string; columns: string[] }>(`
      SELECT c.conrelid::regclass || ' ' || c.conname AS name,
             (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) AS columns
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
       WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('f', 'u')
         AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'tenant_id')
         AND (c.contype = 'u' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attname = 'tenant_id'))`);
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter(({ columns }) => !columns.includes('tenant_id'))).toEqual([]);
  });

  test('has every index but one start with tenant_id', async () => {
    const indexes = await asAdministrator<{ name: string; first: string }>(`
      SELECT i.indexrelid::regclass::text AS name, a.attname AS first
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
       WHERE EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = i.indrelid AND t.attname = 'tenant_id')`);
    // Starts with the person, since it answers which tenants somebody belongs to.
    const expected = ['membership_user'];
    expect(indexes.filter(({ first }) => first !== 'tenant_id').map(({ name }) => name)).toEqual(expected);
  });
});

describe('The application’s role', () => {
  test('owns nothing, is no superuser, passes no row-level security by and can make no roles', async () => {
    const roles = await asAdministrator(`
      SELECT r.rolname, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS "isMighty",
             (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) AS owned
        FROM pg_roles r WHERE pg_has_role('tieout_web', r.oid, 'MEMBER') ORDER BY r.rolname`);
    expect(roles).toEqual([
      { rolname: 'tieout_app', isMighty: false, owned: 0 },
      { rolname: 'tieout_web', isMighty: false, owned: 0 },
    ]);
  });

  test('may change no table’s shape and make none', async () => {
    const [row] = await asAdministrator(`
      SELECT has_schema_privilege('tieout_web', 'public', 'CREATE') AS "canCreate",
             (SELECT count(*)::int FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
               AND has_table_privilege('tieout_web', c.oid, 'TRUNCATE, REFERENCES, TRIGGER')) AS mighty`);
    expect(row).toEqual({ canCreate: false, mighty: 0 });
  });

  test('may delete only where deleting loses no history', async () => {
    const rows = await asAdministrator<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege('tieout_web', c.oid, 'DELETE')
       ORDER BY 1`);
    expect(rows.map(({ name }) => name)).toEqual([
      'attempt_dismissal',
      'bulk_item',
      'bulk_operation',
      'cause_rule',
      'chart_match',
      'code_match',
      'connect_attempt',
      'idempotent_call',
      'import_batch',
      'import_chunk',
      'import_memory',
      'import_problem',
      'lease',
      'ledger_comparison',
      'ledger_document',
      'ledger_item',
      'ledger_reading',
      'membership',
      'name_match',
      'notice_rule',
      'record_application',
      'record_forecast',
      'saved_view',
      'sign_in_throttle',
      'sync_record_line',
      'user_identity',
      'view_default',
      'webhook_event',
    ]);
  });
});

describe('Functions that pass row-level security by', () => {
  test('are these, each with a fixed search path and a closed set of callers', async () => {
    const functions = await asAdministrator(`
      SELECT p.proname AS name, pg_get_userbyid(p.proowner) AS owner,
             p.proconfig @> ARRAY['search_path=pg_catalog, public'] AS "hasFixedPath",
             has_function_privilege('public', p.oid, 'EXECUTE') AS "isPublic",
             has_function_privilege('tieout_web', p.oid, 'EXECUTE') AS "isForApp"
        FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace`);
    expect(functions).toEqual([
      { name: 'search_record_ids', owner: 'tieout_search', hasFixedPath: true, isPublic: false, isForApp: true },
    ]);
  });

  test('belong to a role that nobody signs in as and that can only read what it searches', async () => {
    const [role] = await asAdministrator(
      `SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'tieout_search'`,
    );
    expect(role).toEqual({ rolcanlogin: false, rolsuper: false, rolbypassrls: true });
    const rights = await asAdministrator(`
      SELECT table_name, privilege_type FROM information_schema.role_table_grants
       WHERE grantee = 'tieout_search' AND table_schema = 'public' ORDER BY 1`);
    expect(rights).toEqual([
      { table_name: 'error_message', privilege_type: 'SELECT' },
      { table_name: 'sync_record', privilege_type: 'SELECT' },
    ]);
  });
});
