import pg from 'pg';
import { expect, it } from 'vitest';
import { checkAppRole, connect } from '#scripts/database-connection.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { asSuperuser } from '#tests/setup/database-server.ts';

const { appUrl, ownerUrl, superuserUrl } = await testDatabase();

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function verdictOn(url: string): Promise<string> {
  const client = await connect(url, 'DATABASE_URL');
  try {
    await checkAppRole(client);
    return 'fine';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end();
  }
}

it('gives each role exactly what it needs', async () => {
  const rows = await query(
    superuserUrl,
    `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreatedb OR rolcreaterole AS creates
     FROM pg_roles WHERE rolname LIKE 'tieout%' ORDER BY rolname`,
  );
  const plain = { rolsuper: false, creates: false };
  expect(rows).toEqual([
    { rolname: 'tieout_app', rolbypassrls: false, rolcanlogin: false, ...plain },
    { rolname: 'tieout_owner', rolbypassrls: false, rolcanlogin: true, ...plain },
    { rolname: 'tieout_search', rolbypassrls: true, rolcanlogin: false, ...plain },
    { rolname: 'tieout_web', rolbypassrls: false, rolcanlogin: true, ...plain },
  ]);
});

it('lets the application become nobody who may do more', async () => {
  for (const role of ['tieout_owner', 'tieout_search', 'postgres']) {
    await expect(query(appUrl, `SET ROLE ${role}`)).rejects.toThrow('permission denied');
  }
});

it('accepts the application role alone for DATABASE_URL', async () => {
  expect(await verdictOn(appUrl)).toBe('fine');
  expect(await verdictOn(superuserUrl)).toMatch(
    /is a superuser, so one tenant could see another's rows: use tieout_web/,
  );
  expect(await verdictOn(ownerUrl)).toMatch(/"tieout_owner" may pass row-level security by|"tieout_owner" owns tables/);
});

it('refuses a role that owns tables, itself or through another', async () => {
  const role = `tieout_test_${process.pid}`;
  await asSuperuser(superuserUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  const url = new URL(superuserUrl);
  url.username = role;
  url.password = 'x';
  try {
    expect(await verdictOn(url.href)).toBe('fine');
    await asSuperuser(superuserUrl, `CREATE TABLE owned (id integer)`, `ALTER TABLE owned OWNER TO ${role}`);
    expect(await verdictOn(url.href)).toMatch(/ owns tables, so one tenant could see/);
  } finally {
    await asSuperuser(superuserUrl, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  }
});

it('names the variable and the remedy when there is no connection, never the password', async () => {
  const wrong = new URL(appUrl);
  wrong.password = 'very-secret';
  await expect(connect(wrong.href, 'DATABASE_URL')).rejects.toThrow(
    /^DATABASE_URL \(tieout_web@[^)]*\): the server refuses this user or password/,
  );
  await expect(connect(wrong.href, 'DATABASE_URL')).rejects.not.toThrow('very-secret');
  const missing = new URL(appUrl);
  missing.pathname = '/nowhere';
  await expect(connect(missing.href, 'DATABASE_URL')).rejects.toThrow('the server has no such database');
  await expect(connect('postgres://a:b@127.0.0.1:1/x', 'DATABASE_URL')).rejects.toThrow('no PostgreSQL listens there');
});
