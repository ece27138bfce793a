import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { lockDataDir } from '#scripts/data-dir-lock.ts';
import { findFreePort } from '#scripts/postgres/server.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { testUrls } from '#tests/setup/database-server.ts';
import { runNode } from '#tests/setup/run-process.ts';

const { appUrl, ownerUrl, superuserUrl } = await testDatabase();
const secret = 'a-secret-for-tests-of-more-than-32-characters';
const dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-start-'));

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs `npm start`'s script, which must end by itself with 1; gives what it said. */
async function refusalOf(variables: Record<string, string>): Promise<string> {
  const port = String(await findFreePort());
  const run = runNode(['scripts/start.ts'], { TIEOUT_DATA_DIR: dataDir, PORT: port, ...variables });
  expect(await run.ended, run.output()).toBe(1);
  return run.output();
}

it('says one sentence about a busy port and starts nothing', async () => {
  const holder = createServer();
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
  });
  try {
    expect(await refusalOf({ PORT: String(port) })).toBe(
      `Port ${port} is in use by another program: stop that, or choose another port with PORT=${port + 1}.\n`,
    );
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'tieout.lock'))).toBe(false);
  } finally {
    holder.close();
  }
});

it('says one sentence when another Tieout holds the data directory', async () => {
  const lock = lockDataDir(dataDir, 'npm run dev');
  try {
    expect(await refusalOf({})).toBe(
      `Another Tieout (npm run dev, process ${process.pid}) is using ${dataDir}: stop it first, or set TIEOUT_DATA_DIR (and PORT) to run a second one.\n`,
    );
  } finally {
    lock.release();
  }
});

it('says one sentence for each wrong setting', async () => {
  expect(await refusalOf({ PORT: 'x', LOG_LEVEL: 'y' })).toBe(
    'PORT must be a whole number from 1 to 65535.\nLOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.\n',
  );
  expect(await refusalOf({ HOST: '203.0.113.1' })).toMatch(
    /^HOST=203\.0\.113\.1 is no address of this computer [^\n]+\n$/,
  );
});

it('needs a secret beside a database of the user’s own', async () => {
  expect(await refusalOf({ DATABASE_URL: appUrl })).toMatch(/^AUTH_SECRET is not set: [^\n]+\n$/);
});

it('refuses a database role that row-level security does not hold', async () => {
  for (const url of [ownerUrl, superuserUrl]) {
    expect(await refusalOf({ DATABASE_URL: url, AUTH_SECRET: secret })).toMatch(
      /^DATABASE_URL: the role "\w+" [^\n]+: use tieout_web, which prisma\/roles\.sql makes[^\n]+\n$/,
    );
  }
});

it('says what to run when the database is behind', async () => {
  const { appUrl: emptyUrl } = testUrls(inject('testServerUrl'), 'postgres');
  expect(await refusalOf({ DATABASE_URL: emptyUrl, AUTH_SECRET: secret })).toMatch(
    /^The database is behind this Tieout by [^\n]+: set DATABASE_OWNER_URL and start again, or run "npm run migrate" with it\.\n$/,
  );
});

it('says one sentence when there is no database', async () => {
  expect(await refusalOf({ DATABASE_URL: 'postgres://tieout_web:x@127.0.0.1:1/tieout', AUTH_SECRET: secret })).toBe(
    'DATABASE_URL (tieout_web@127.0.0.1:1/tieout): no PostgreSQL listens there; start it, or correct the host and port.\n',
  );
});
