import path from 'node:path';
import { env } from '#lib/env.ts';
import { keepAuditSigningKey, makeDataDir, type Secrets, writeSecrets } from './data-dir.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { checkAppRole, connect } from './database-connection.ts';
import { loadDemo } from './demo.ts';
import { recreateDatabase, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { listPendingMigrations } from './migrations.ts';
import { PlainError } from './run-script.ts';
import type { Teardown } from './teardown.ts';

/** A migrated database to run the product on. */
export type PreparedDatabase = {
  appUrl: string;
  authSecret: string;
  /** Undefined without a key: checkpoints of the audit log are then unsigned. */
  auditSigningKey: string | undefined;
  demo: Exclude<Secrets['demo'], 'loading'> | null;
  /** It holds the demo's tenants, loaded now or at an earlier start. */
  isDemo: boolean;
  /** Resolves when the embedded server ends by itself; never for a database of the user's own. */
  lost: Promise<void>;
};

export type PrepareOptions = {
  /** Takes what has to be stopped at the end. */
  teardown: Teardown;
  /** Takes each line that people should read. */
  say: (line: string) => void;
  /** The command, as another Tieout names it when it finds the data directory taken. */
  what: string;
  signal: AbortSignal;
  /** Runs when the data directory is ours and nothing has started yet. `isAfterCrash`: its last holder was killed. */
  beforeStart: (isAfterCrash: boolean) => Promise<void>;
};

const never = new Promise<void>(() => {});

/** Checks and, with the owner's address, migrates the database that DATABASE_URL names. */
async function prepareExternal(appUrl: string, { say, beforeStart }: PrepareOptions): Promise<PreparedDatabase> {
  const { DATABASE_OWNER_URL: ownerUrl, AUTH_SECRET: authSecret, AUDIT_SIGNING_KEY, TIEOUT_DEMO } = env();
  if (!authSecret) {
    throw new PlainError(
      'AUTH_SECRET is not set: with a DATABASE_URL of your own, put at least 32 random characters into it and keep them.',
    );
  }
  await beforeStart(false);
  if (ownerUrl) await migrate(ownerUrl, { log: say });
  const client = await connect(appUrl, 'DATABASE_URL');
  try {
    await checkAppRole(client);
    const pending = await listPendingMigrations(client);
    if (pending.length > 0) {
      throw new PlainError(
        `The database is behind this Tieout by ${pending.length === 1 ? 'one migration' : `${pending.length} migrations`}: set DATABASE_OWNER_URL and start again, or run "npm run migrate" with it.`,
      );
    }
  } finally {
    await client.end();
  }
  if (TIEOUT_DEMO && !ownerUrl)
    throw new PlainError('TIEOUT_DEMO=1 needs DATABASE_OWNER_URL too, since the owner loads the demo data.');
  const demo = TIEOUT_DEMO && ownerUrl ? await loadDemo(ownerUrl, say) : null;
  return { appUrl, authSecret, auditSigningKey: AUDIT_SIGNING_KEY, demo, isDemo: TIEOUT_DEMO === true, lost: never };
}

/** Starts, migrates and at the first start fills the embedded database. */
async function prepareEmbedded({
  teardown,
  say,
  what,
  signal,
  beforeStart,
}: PrepareOptions): Promise<PreparedDatabase> {
  const { TIEOUT_DATA_DIR, AUTH_SECRET, AUDIT_SIGNING_KEY, TIEOUT_DEMO } = env();
  const dataDir = path.resolve(TIEOUT_DATA_DIR);
  makeDataDir(dataDir);
  const lock = lockDataDir(dataDir, what);
  teardown.add(lock.release);
  await beforeStart(lock.wasStale);
  const postgres = await startEmbeddedPostgres({ dataDir, say });
  teardown.add(postgres.stop);
  signal.throwIfAborted();
  const { secrets, ownerUrl, superuserUrl } = postgres;
  if (secrets.demo === 'loading') {
    say('The demo data of an earlier start was not finished: it is loaded anew.');
    await recreateDatabase(superuserUrl);
  }
  await migrate(ownerUrl, { log: say });
  signal.throwIfAborted();
  const auditSigningKey = AUDIT_SIGNING_KEY ?? keepAuditSigningKey(dataDir, secrets);
  if (TIEOUT_DEMO !== false && typeof secrets.demo !== 'object') {
    writeSecrets(dataDir, { ...secrets, demo: 'loading' });
    secrets.demo = (await loadDemo(ownerUrl, say)) ?? undefined;
    writeSecrets(dataDir, secrets);
  }
  return {
    appUrl: postgres.appUrl,
    authSecret: AUTH_SECRET ?? secrets.authSecret,
    auditSigningKey,
    demo: typeof secrets.demo === 'object' ? secrets.demo : null,
    isDemo: TIEOUT_DEMO !== false && typeof secrets.demo === 'object',
    lost: postgres.lost,
  };
}

/**
 * The database to run on: the one that DATABASE_URL names, or else the embedded one in the data directory.
 * @throws PlainError or EnvError with one sentence for each thing that a person has to put right
 */
export function prepareDatabase(options: PrepareOptions): Promise<PreparedDatabase> {
  const { DATABASE_URL } = env();
  return DATABASE_URL ? prepareExternal(DATABASE_URL, options) : prepareEmbedded(options);
}
