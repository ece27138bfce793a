import { closeDatabase } from '#lib/db/client.ts';
import { env, setEnvironment } from '#lib/env.ts';
import { secretsByKey } from '#lib/jobs/secrets-by-key.ts';
import { withDatabase } from './reach-database.ts';
import { runScript, say } from './run-script.ts';
import { keyReport } from './secrets-report.ts';

/** Says which keys the secrets in the database are encrypted with, so that somebody knows when an old key may go. */
await runScript(async () => {
  await withDatabase('npm run secrets', async (appUrl) => {
    setEnvironment({ DATABASE_URL: appUrl });
    try {
      for (const line of keyReport(await secretsByKey(), env().SECRET_KEYS)) say(line);
    } finally {
      await closeDatabase();
    }
  });
  return 0;
});
