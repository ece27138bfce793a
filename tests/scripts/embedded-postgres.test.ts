import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive } from '#scripts/data-dir-lock.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#scripts/embedded-postgres.ts';
import { makeOpenPlace } from '#scripts/postgres/server-user.ts';
import { runNode } from '#tests/setup/run-process.ts';

let base: string;
let dataDir: string;
let running: EmbeddedPostgres[];
let said: string[];

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tieout-embedded-'));
  chmodSync(base, 0o755);
  dataDir = path.join(base, 'data');
  running = [];
  said = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  rmSync(base, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const say = (line: string) => {
    // Said or not by where the project itself lies, which is not what is tested here.
    if (!line.startsWith('PostgreSQL runs from a copy of its programs')) said.push(line);
  };
  const postgres = await startEmbeddedPostgres({ dataDir, say, isDurable: false });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('makes a UTF-8 database that the owner owns and keeps it over restarts', async () => {
  const first = await start();
  expect(first.isNew).toBe(true);
  await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 'Größe' AS word");
  await first.stop();
  const second = await start();
  expect(second.isNew).toBe(false);
  expect(await query(second.ownerUrl, 'SELECT word, upper(word) AS loud FROM kept')).toEqual([
    { word: 'Größe', loud: 'GRÖßE' },
  ]);
  expect(
    await query(
      second.ownerUrl,
      `SELECT pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, current_setting('jit') AS jit
       FROM pg_database WHERE datname = current_database()`,
    ),
  ).toEqual([{ owner: 'tieout_owner', encoding: 'UTF8', jit: 'off' }]);
  expect(said).toEqual([]);
});

it('keeps the passwords from other users and listens on this computer alone', async () => {
  const postgres = await start();
  const file = path.join(dataDir, 'secrets.json');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain(postgres.secrets.ownerPassword);
  expect(await query(postgres.superuserUrl, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const stranger = postgres.ownerUrl.replace(postgres.secrets.ownerPassword, 'guess');
  await expect(query(stranger, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

it('stops the server that a killed start left behind, and loses nothing', async () => {
  const script = `
    import { startEmbeddedPostgres } from '#scripts/embedded-postgres.ts';
    const { ownerUrl } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, say() {} });
    console.log('at ' + ownerUrl);
    setInterval(() => {}, 1000);`;
  const killed = runNode(['--input-type=module-typescript', '--eval', script]);
  await killed.printed('\n');
  const ownerUrl = killed.output().replace('at ', '').trim();
  await query(ownerUrl, 'CREATE TABLE kept (id integer)');
  const postmaster = Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(isAlive(postmaster)).toBe(true);
  const next = await start();
  expect(said).toEqual(['A PostgreSQL left running by an earlier start was stopped.']);
  expect(await query(next.ownerUrl, 'SELECT * FROM kept')).toEqual([]);
});

it('tells when the server ends by itself', async () => {
  const postgres = await start();
  const postmaster = Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  process.kill(postmaster, 'SIGINT');
  await postgres.lost;
  await postgres.stop();
});

it('never starts on a database whose passwords are gone', async () => {
  await (await start()).stop();
  rmSync(path.join(dataDir, 'secrets.json'));
  await expect(start()).rejects.toThrow(
    /holds a database, but secrets\.json with its passwords is missing beside it: restore that file, or move the folder away/,
  );
  expect(existsSync(path.join(dataDir, 'postgres', 'PG_VERSION'))).toBe(true);
});

// Only root starts PostgreSQL as another user, and so can stand in a folder which that user can't enter.
if (process.getuid?.() === 0) {
  it('keeps the database elsewhere when its user cannot enter the data directory, and says where', async () => {
    chmodSync(base, 0o700);
    mkdirSync(dataDir);
    const place = makeOpenPlace(dataDir);
    try {
      const first = await start();
      expect(said).toEqual([expect.stringContaining(`cannot enter ${dataDir}: the database is kept in ${place}.`)]);
      await query(first.ownerUrl, 'CREATE TABLE kept (id integer)');
      await first.stop();
      const second = await start();
      expect(await query(second.ownerUrl, 'SELECT * FROM kept')).toEqual([]);
      await second.stop();
      rmSync(dataDir, { recursive: true });
      mkdirSync(dataDir);
      const third = await start();
      expect(third.isNew).toBe(true);
      expect(said.at(-1)).toContain(`${dataDir} is new, so the database of an earlier one was moved to ${place}`);
      await third.stop();
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
}
