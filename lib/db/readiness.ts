import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { database } from './client.ts';

/** Whether a process can work: its database answers and has the shape that this Tieout needs. */
export type Readiness = { isReady: true } | { isReady: false; status: 'database unreachable' | 'migrations missing' };

/** Asks the database; never throws. `folder` is where the migrations lie. */
export async function readiness(folder = path.resolve('prisma', 'migrations')): Promise<Readiness> {
  try {
    const rows = await database().$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    const applied = new Set(rows.map(({ name }) => name));
    const isCurrent = migrationsIn(folder).every((name) => applied.has(name));
    return isCurrent ? { isReady: true } : { isReady: false, status: 'migrations missing' };
  } catch {
    return { isReady: false, status: 'database unreachable' };
  }
}

function migrationsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
