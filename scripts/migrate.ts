import { env } from '#lib/env.ts';
import { connect } from './database-connection.ts';
import { prepareJobQueues } from './job-queues.ts';
import { applyMigrations, readMigrations } from './migrations.ts';
import { PlainError, runScript, say } from './run-script.ts';

/** The key of Prisma's own advisory lock: the two tools wait for each other. */
const migrationLock = 72_707_369;

export type MigrateOptions = {
  /** Takes one line for each thing done. */
  log: (line: string) => void;
  /** Where the migrations lie; the project's own by default. */
  folder?: string;
};

/**
 * Brings a database up to date as its owner: SQL migrations in order, then the job queues.
 * @returns the names of the migrations that were applied now
 * @throws PlainError when a migration fails, was edited after it was applied, or is unknown here
 */
export async function migrate(ownerUrl: string, { log, folder }: MigrateOptions): Promise<string[]> {
  const client = await connect(ownerUrl, 'DATABASE_OWNER_URL');
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const applied = await applyMigrations(client, readMigrations(folder), log);
    await prepareJobQueues(client, ownerUrl);
    return applied;
  } finally {
    // Ending the session gives the lock back too.
    await client.end();
  }
}

if (import.meta.main) {
  await runScript(async () => {
    const ownerUrl = env().DATABASE_OWNER_URL;
    if (!ownerUrl) {
      throw new PlainError(
        'DATABASE_OWNER_URL is not set: give the address of the role that owns the database ("npm start" migrates its own PostgreSQL by itself).',
      );
    }
    const applied = await migrate(ownerUrl, { log: say });
    say(applied.length ? `The database is up to date: ${applied.length} applied.` : 'The database is up to date.');
    return 0;
  });
}
