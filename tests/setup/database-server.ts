import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { env } from '#lib/env.ts';
import { removeDataDir, startEmbeddedPostgres } from '#scripts/embedded-postgres.ts';

/** A PostgreSQL server for tests: the one TEST_POSTGRES_URL names, or an embedded one that leaves nothing behind. */
export type TestServer = { superuserUrl: string; close: () => Promise<void> };

/** The three addresses of one test database. */
export type TestDatabase = { appUrl: string; ownerUrl: string; superuserUrl: string };

const rolePassword = 'tieout-test';

/** Has the system copy a template's files, in half the time, where the server knows how. */
const COPY_IN_KERNEL = `SELECT set_config(name, 'clone', false) FROM pg_settings WHERE name = 'file_copy_method' AND 'clone' = ANY (enumvals)`;

async function startTemporary(): Promise<TestServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-test-'));
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, say: () => {}, isDurable: false });
  return {
    superuserUrl: postgres.superuserUrl,
    close: async () => {
      await postgres.stop();
      removeDataDir(dataDir);
    },
  };
}

/** Runs one statement after another as the administrator. */
export async function asSuperuser(superuserUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Opens the server to test on, with Tieout's roles. Fails when there is none: a missing database never skips a test. */
export async function openTestServer(): Promise<TestServer> {
  const given = env().TEST_POSTGRES_URL;
  const server = given ? { superuserUrl: given, close: async () => {} } : await startTemporary();
  const roles = readFileSync(path.join(import.meta.dirname, '..', '..', 'prisma', 'roles.sql'), 'utf8');
  await asSuperuser(
    server.superuserUrl,
    // Roles belong to the whole server, which another run may be setting up at this moment.
    'SELECT pg_advisory_lock(72707370)',
    roles,
    `ALTER ROLE tieout_owner PASSWORD '${rolePassword}'`,
    `ALTER ROLE tieout_web PASSWORD '${rolePassword}'`,
  );
  return server;
}

/** The addresses of a database of the test server. */
export function testUrls(superuserUrl: string, name: string): TestDatabase {
  const url = (user?: string) => {
    const address = new URL(superuserUrl);
    address.pathname = `/${name}`;
    if (user) {
      address.username = user;
      address.password = rolePassword;
    }
    return address.href;
  };
  return { appUrl: url('tieout_web'), ownerUrl: url('tieout_owner'), superuserUrl: url() };
}

/** Makes a database: empty, or a copy of `template`. */
export async function createTestDatabase(superuserUrl: string, name: string, template?: string): Promise<TestDatabase> {
  // By files: page by page through the log, which nobody needs here, takes twice as long.
  const copy = template ? ` TEMPLATE ${template} STRATEGY FILE_COPY` : '';
  await asSuperuser(superuserUrl, COPY_IN_KERNEL, `CREATE DATABASE ${name} OWNER tieout_owner${copy}`);
  return testUrls(superuserUrl, name);
}

/** Drops a database with whatever is still connected to it. */
export async function dropTestDatabase(superuserUrl: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
