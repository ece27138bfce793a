import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from '#lib/env.ts';
import { readSecrets } from './data-dir.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { checkAppRole, connect } from './database-connection.ts';
import { databaseName, portFile, startEmbeddedPostgres } from './embedded-postgres.ts';
import { postgresUrl } from './postgres/server.ts';
import { PlainError } from './run-script.ts';

/**
 * Runs `work` with the application role's address: of DATABASE_URL, of the embedded database that a running Tieout
 * holds, or of the embedded database, started for as long as it takes.
 */
export async function withDatabase(what: string, work: (appUrl: string) => Promise<void>): Promise<void> {
  const { DATABASE_URL, TIEOUT_DATA_DIR } = env();
  const dataDir = path.resolve(TIEOUT_DATA_DIR);
  if (DATABASE_URL) return workOn(DATABASE_URL, work);
  if (!existsSync(dataDir))
    throw new PlainError('There is no database yet: run "npm start" once, or set DATABASE_URL.');
  const running = await runningUrl(dataDir);
  if (running !== null) return workOn(running, work);
  const lock = lockDataDir(dataDir, what);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, say: () => {} });
    await workOn(postgres.appUrl, work).finally(postgres.stop);
  } finally {
    lock.release();
  }
}

async function workOn(appUrl: string, work: (appUrl: string) => Promise<void>): Promise<void> {
  const client = await connect(appUrl, 'DATABASE_URL');
  await checkAppRole(client).finally(() => client.end());
  await work(appUrl);
}

/** The address of the embedded server that runs already, or null. */
async function runningUrl(dataDir: string): Promise<string | null> {
  const file = portFile(dataDir);
  if (!existsSync(file)) return null;
  const port = Number(readFileSync(file, 'utf8'));
  const url = postgresUrl('tieout_web', readSecrets(dataDir).webPassword, port, databaseName);
  try {
    await (await connect(url, 'DATABASE_URL')).end();
    return url;
  } catch {
    // A killed Tieout left the file behind.
    return null;
  }
}
