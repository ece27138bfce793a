import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { hasSecrets, makeDataDir, readSecrets, type Secrets } from './data-dir.ts';
import { type Binaries, copyBinaries, findBinaries } from './postgres/binaries.ts';
import { createCluster, type ServerPlan } from './postgres/cluster.ts';
import { postgresUrl, startServer, stopOrphan } from './postgres/server.ts';
import { canEnter, canRun, findServerUser, makeOpenPlace, type ServerUser } from './postgres/server-user.ts';
import { PlainError } from './run-script.ts';

export const databaseName = 'tieout';

/** Where a running server's port is written, for commands beside it. */
export function portFile(dataDir: string): string {
  return path.join(dataDir, 'postgres.port');
}

/** A running embedded PostgreSQL with Tieout's roles and its (perhaps still empty) database. */
export type EmbeddedPostgres = {
  port: number;
  /** The application role's address: subject to row-level security. */
  appUrl: string;
  /** The owner's address: migrates. */
  ownerUrl: string;
  /** The administrator's address, for setup and tests only. */
  superuserUrl: string;
  secrets: Secrets;
  /** True when this start made the database. */
  isNew: boolean;
  /** Resolves when the server ends without being asked to. */
  lost: Promise<void>;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** The data directory; the caller holds its lock. */
  dataDir: string;
  /** Takes each line that people should read. */
  say: (line: string) => void;
  /** False for tests. Default true. */
  isDurable?: boolean;
};

function chooseBinaries(user: ServerUser | null, dataDir: string, say: (line: string) => void): Binaries {
  const installed = findBinaries();
  if (!user || canRun(installed.postgres, user)) return installed;
  const copied = copyBinaries(installed, makeOpenPlace(dataDir));
  if (canRun(copied.postgres, user)) {
    say(`PostgreSQL runs from a copy of its programs in ${copied.folder}.`);
    return copied;
  }
  throw new PlainError(
    `The user "${user.name}" cannot run the PostgreSQL in ${copied.folder}: start Tieout as another user than root, or set DATABASE_URL.`,
  );
}

/** The cluster's folder: in the data directory, or where the server's user can go. */
function chooseFolder(user: ServerUser | null, dataDir: string, say: (line: string) => void): string {
  if (!user || canEnter(dataDir, user)) return path.join(dataDir, 'postgres');
  const place = makeOpenPlace(dataDir);
  say(`The user "${user.name}", as which PostgreSQL runs, cannot enter ${dataDir}: the database is kept in ${place}.`);
  return path.join(place, 'postgres');
}

/** A database whose passwords are gone is never thrown away, nor ever guessed at. */
function setAsideForeignCluster(folder: string, dataDir: string, say: (line: string) => void): void {
  if (!existsSync(path.join(folder, 'tieout-ready'))) return;
  if (folder.startsWith(dataDir + path.sep)) {
    throw new PlainError(
      `${folder} holds a database, but secrets.json with its passwords is missing beside it: restore that file, or move the folder away to start empty.`,
    );
  }
  const aside = `${folder}-${new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`;
  renameSync(folder, aside);
  say(`${dataDir} is new, so the database of an earlier one was moved to ${aside}.`);
}

/** Throws the database away and makes an empty one: for demo data whose loading was cut short. */
export async function recreateDatabase(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE ${databaseName} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${databaseName} OWNER tieout_owner`);
  } finally {
    await client.end();
  }
}

async function createDatabase(superuserUrl: string, secrets: Secrets): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(readFileSync(path.join(import.meta.dirname, '..', 'prisma', 'roles.sql'), 'utf8'));
    await client.query(`ALTER ROLE tieout_owner PASSWORD ${client.escapeLiteral(secrets.ownerPassword)}`);
    await client.query(`ALTER ROLE tieout_web PASSWORD ${client.escapeLiteral(secrets.webPassword)}`);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (found.rowCount) return false;
    await client.query(`CREATE DATABASE ${databaseName} OWNER tieout_owner`);
    return true;
  } finally {
    await client.end();
  }
}

/**
 * Starts the embedded PostgreSQL of a data directory, making it, its roles and its database at the first start.
 * @throws PlainError when it cannot run here
 */
export async function startEmbeddedPostgres({
  dataDir,
  say,
  isDurable = true,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const isFresh = !existsSync(dataDir);
  makeDataDir(dataDir);
  const user = findServerUser();
  // Under a strict umask the server's user could not pass through a folder that we have just made for it.
  if (user && isFresh) chmodSync(dataDir, 0o711);
  const hadSecrets = hasSecrets(dataDir);
  const folder = chooseFolder(user, dataDir, say);
  const binaries = chooseBinaries(user, dataDir, say);
  const logFile = path.join(dataDir, 'postgres.log');
  mkdirSync(path.dirname(folder), { recursive: true });
  const plan: ServerPlan = { binaries, folder, logFile, user, superuserPassword: '', isDurable };
  if (stopOrphan(plan)) say('A PostgreSQL left running by an earlier start was stopped.');
  if (!hadSecrets) setAsideForeignCluster(folder, dataDir, say);
  const secrets = readSecrets(dataDir);
  plan.superuserPassword = secrets.superuserPassword;
  createCluster(plan);
  const server = await startServer(plan);
  try {
    const superuserUrl = postgresUrl('postgres', secrets.superuserPassword, server.port, 'postgres');
    const isNew = await createDatabase(superuserUrl, secrets);
    writeFileSync(portFile(dataDir), String(server.port));
    return {
      port: server.port,
      appUrl: postgresUrl('tieout_web', secrets.webPassword, server.port, databaseName),
      ownerUrl: postgresUrl('tieout_owner', secrets.ownerPassword, server.port, databaseName),
      superuserUrl,
      secrets,
      isNew,
      lost: server.lost,
      stop: server.stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Removes what an embedded server kept, for throw-away data directories. The server must have stopped. */
export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
