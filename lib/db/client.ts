import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '#lib/env.ts';
import { PrismaClient } from './generated/client.ts';

// `next dev` loads modules anew on each change; the pool must not multiply with them.
const kept = globalThis as { tieoutDatabase?: PrismaClient };

/** Gives the process's one database client, connected as the application's role. */
export function database(): PrismaClient {
  kept.tieoutDatabase ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: env().DATABASE_POOL_SIZE }),
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
  return kept.tieoutDatabase;
}

/** Closes the pool; for scripts and tests that end. */
export async function closeDatabase(): Promise<void> {
  await kept.tieoutDatabase?.$disconnect();
  kept.tieoutDatabase = undefined;
}
