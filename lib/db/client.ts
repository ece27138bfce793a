import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { databaseUrl, env } from '#lib/env.ts';
import { PrismaClient } from './generated/client.ts';

// `next dev` loads modules anew on each change; the pool must not multiply with them.
const kept = globalThis as { tieoutDatabase?: PrismaClient };

/** Gives the process's one database client, connected as the application's role. */
export function database(): PrismaClient {
  kept.tieoutDatabase ??= new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: databaseUrl(), max: env().DATABASE_POOL_SIZE },
      { statementNameGenerator: ({ sql }) => statementName(sql) },
    ),
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
  return kept.tieoutDatabase;
}

const STATEMENTS_MAX = 300;
const names = new Map<string, string>();

/** A named statement is planned once a connection. Beyond the first ones, a rare mix of filters is planned each time. */
function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= STATEMENTS_MAX) return '';
  const name = createHash('sha1').update(sql).digest('hex');
  names.set(sql, name);
  return name;
}

/** Asks the database for an answer and nothing else. Throws if there is none. */
export async function pingDatabase(): Promise<void> {
  await database().$executeRaw`SELECT 1`;
}

/** Closes the pool; for scripts and tests that end. */
export async function closeDatabase(): Promise<void> {
  await kept.tieoutDatabase?.$disconnect();
  kept.tieoutDatabase = undefined;
}
