import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { PlainError } from './run-script.ts';

/** One step of the schema, as it lies in `prisma/migrations/<name>/migration.sql`. */
export type Migration = { name: string; sql: string };

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

const ownFolder = path.join(import.meta.dirname, '..', 'prisma', 'migrations');

/** Just as Prisma's migration engine makes it, so that either tool can take over from the other. */
const createHistory = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  varchar(36) PRIMARY KEY NOT NULL,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** The checksum Prisma records: SHA-256 of the file, in hex. */
export function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** Git may change line endings on the way to another system; Prisma forgives that, and so do we. */
function matches(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksumOf(text) === checksum);
}

/** Reads every migration of a folder, oldest first. */
export function readMigrations(folder: string = ownFolder): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }));
}

async function readApplied(client: pg.Client): Promise<Map<string, Applied>> {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function checkHistory(migrations: Migration[], applied: Map<string, Applied>): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, row] of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new PlainError(
        `The database has the migration ${name}, which this Tieout does not know: it was made by a newer one; update Tieout.`,
      );
    }
    if (!row.finished_at) {
      throw new PlainError(
        `The migration ${name} was begun by another tool and never finished: see "prisma migrate resolve".`,
      );
    }
    if (!matches(migration.sql, row.checksum)) {
      throw new PlainError(
        `The migration ${name} was edited after it was applied to this database: put the file back and write a new migration instead.`,
      );
    }
  }
}

async function applyOne(client: pg.Client, { name, sql }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(sql), name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const { message, position } = error as { message: string; position?: string };
    const line = position ? `, line ${sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new PlainError(`The migration ${name} failed and left nothing behind (${message}${line}).`);
  }
}

/** Applies what is missing, each in a transaction of its own; gives the names of those applied. The caller holds the lock. */
export async function applyMigrations(
  client: pg.Client,
  migrations: Migration[],
  log: (line: string) => void,
): Promise<string[]> {
  await client.query("SET client_min_messages = 'warning'");
  await client.query(createHistory);
  const applied = await readApplied(client);
  checkHistory(migrations, applied);
  const missing = migrations.filter((migration) => !applied.has(migration.name));
  for (const migration of missing) {
    await applyOne(client, migration);
    log(`Migration ${migration.name} applied.`);
  }
  // The application's role reads the history to see at its start whether anything is pending.
  await client.query('GRANT SELECT ON _prisma_migrations TO tieout_app');
  return missing.map((migration) => migration.name);
}

/** The migrations a database still lacks, asked as the application's role; all of them when it has none. */
export async function listPendingMigrations(
  client: pg.Client,
  migrations: Migration[] = readMigrations(),
): Promise<string[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
  );
  if (!rows[0]?.exists) return migrations.map((migration) => migration.name);
  const applied = await readApplied(client);
  return migrations.map((migration) => migration.name).filter((name) => !applied.get(name)?.finished_at);
}
