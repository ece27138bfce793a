import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrate } from '#scripts/migrate.ts';
import { createTestDatabase, dropTestDatabase, type TestDatabase } from '#tests/setup/database-server.ts';
import { runNode } from '#tests/setup/run-process.ts';

const log = () => {};
const first = 'CREATE TABLE one (id integer);\nINSERT INTO one VALUES (1);\n';
let name: string;
let database: TestDatabase;
let folder: string;
let client: pg.Client;

beforeEach(async () => {
  name = `tieout_migrate_${randomBytes(4).toString('hex')}`;
  database = await createTestDatabase(inject('testServerUrl'), name);
  folder = mkdtempSync(path.join(tmpdir(), 'tieout-migrations-'));
  write('20260101000000_first', first);
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await dropTestDatabase(inject('testServerUrl'), name);
  rmSync(folder, { recursive: true, force: true });
});

function write(migration: string, sql: string): void {
  mkdirSync(path.join(folder, migration), { recursive: true });
  writeFileSync(path.join(folder, migration, 'migration.sql'), sql);
}

async function history() {
  return (await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name')).rows;
}

it('applies in order, once, and records it as Prisma does', async () => {
  write('20260102000000_second', 'ALTER TABLE one ADD COLUMN name text;');
  expect(await migrate(database.ownerUrl, { log, folder })).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await migrate(database.ownerUrl, { log, folder })).toEqual([]);
  const rows = await history();
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    migration_name: '20260101000000_first',
    checksum: createHash('sha256').update(first).digest('hex'),
    applied_steps_count: 1,
    logs: null,
    rolled_back_at: null,
    finished_at: expect.any(Date),
    started_at: expect.any(Date),
  });
  expect((await client.query('SELECT * FROM one')).rows).toEqual([{ id: 1, name: null }]);
});

it('refuses a migration that was edited after it was applied', async () => {
  await migrate(database.ownerUrl, { log, folder });
  write('20260101000000_first', `${first}-- more`);
  await expect(migrate(database.ownerUrl, { log, folder })).rejects.toThrow(
    'The migration 20260101000000_first was edited after it was applied to this database: put the file back and write a new migration instead.',
  );
});

it('forgives line endings that git changed', async () => {
  await migrate(database.ownerUrl, { log, folder });
  write('20260101000000_first', first.replaceAll('\n', '\r\n'));
  expect(await migrate(database.ownerUrl, { log, folder })).toEqual([]);
});

it('leaves nothing of a migration that fails, and says where it failed', async () => {
  write('20260102000000_second', 'CREATE TABLE two (id integer);\nSELECT nonsense;\n');
  await expect(migrate(database.ownerUrl, { log, folder })).rejects.toThrow(
    'The migration 20260102000000_second failed and left nothing behind (column "nonsense" does not exist, line 2).',
  );
  expect(await history()).toHaveLength(1);
  expect((await client.query("SELECT to_regclass('two') AS two")).rows).toEqual([{ two: null }]);
});

it('refuses a database that is ahead of it', async () => {
  write('20260102000000_second', 'SELECT 1;');
  await migrate(database.ownerUrl, { log, folder });
  rmSync(path.join(folder, '20260102000000_second'), { recursive: true });
  await expect(migrate(database.ownerUrl, { log, folder })).rejects.toThrow('which this Tieout does not know');
});

it('lets one of several at once do the work', async () => {
  const results = await Promise.all([1, 2, 3].map(() => migrate(database.ownerUrl, { log, folder })));
  expect(results.flat()).toEqual(['20260101000000_first']);
});

it('gives the application rows of the job queues, and nothing to build with', async () => {
  await migrate(database.ownerUrl, { log, folder });
  const app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  try {
    await expect(app.query('SELECT name FROM pgboss.queue')).resolves.toMatchObject({ rowCount: expect.any(Number) });
    await expect(app.query('SELECT migration_name FROM _prisma_migrations')).resolves.toMatchObject({ rowCount: 1 });
    await expect(app.query('DELETE FROM _prisma_migrations')).rejects.toThrow('permission denied');
    await expect(app.query('CREATE TABLE pgboss.mine (id integer)')).rejects.toThrow('permission denied');
    await expect(app.query('CREATE TABLE mine (id integer)')).rejects.toThrow('permission denied');
  } finally {
    await app.end();
  }
});

it('is the command "npm run migrate"', async () => {
  const run = runNode(['scripts/migrate.ts'], { DATABASE_OWNER_URL: database.ownerUrl, NODE_ENV: 'test' });
  expect(await run.ended, run.output()).toBe(0);
  expect(run.output()).toMatch(/^Migration \d+_\w+ applied\.\n/);
  const without = runNode(['scripts/migrate.ts'], { NODE_ENV: 'test' });
  expect(await without.ended).toBe(1);
  expect(without.output()).toMatch(/^DATABASE_OWNER_URL is not set: [^\n]+\n$/);
});
