// The process that works on one import: it reads, checks or writes, and ends. Apart from the worker, whose other jobs go on
// meanwhile, with a memory of its own, and gone with it.
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { workOnImport } from './work-on-import.ts';

/** What the process is told: which import, and where the database is. */
export type ImportOrder = { databaseUrl: string; tenantId: string; id: string };

const POOL_SIZE = '6';

const stopping = new AbortController();

process.once('message', ({ databaseUrl, tenantId, id }: ImportOrder) => {
  setEnvironment({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: POOL_SIZE });
  workOnImport(tenantId, id, stopping.signal)
    .then(() => 0)
    .catch((error: unknown) => {
      log.error({ err: error, import: id }, 'import failed; it will be tried again');
      return 1;
    })
    .then(async (code) => {
      await closeDatabase().catch(() => undefined);
      process.exit(code);
    });
});

// Whoever started it is gone, or the whole product stops: the batch at hand is the last one here.
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) process.once(event, () => stopping.abort());
