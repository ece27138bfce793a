import { env, setEnvironment } from '#lib/env.ts';
import type { PreparedDatabase } from './database.ts';
import { PlainError, runScript, say } from './run-script.ts';
import { untilAskedToStop } from './stop-signal.ts';
import { makeTeardown, type Teardown } from './teardown.ts';

/** The environment of web and worker. They never act as the owner. */
export function productVariables({
  appUrl,
  authSecret,
  auditSigningKey,
}: Pick<PreparedDatabase, 'appUrl' | 'authSecret' | 'auditSigningKey'>) {
  const { NODE_ENV, PORT, HOST } = env();
  return {
    NODE_ENV,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(PORT),
    HOST,
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: undefined,
    AUTH_SECRET: authSecret,
    AUDIT_SIGNING_KEY: auditSigningKey,
  };
}

/**
 * Runs the whole product until it is asked to stop, then stops what `bringUp` put into the teardown, in order.
 * `bringUp` must look at the signal between its steps.
 */
export function runProduct(
  mode: 'production' | 'development',
  bringUp: (teardown: Teardown, signal: AbortSignal) => Promise<PreparedDatabase>,
): Promise<void> {
  return runScript(async () => {
    setEnvironment({ NODE_ENV: mode });
    env();
    const teardown = makeTeardown();
    const stopping = new AbortController();
    const asked = untilAskedToStop().then(() => {
      say('\nStopping Tieout...');
      stopping.abort();
    });
    const up = bringUp(teardown, stopping.signal);
    try {
      const database = await Promise.race([asked, up]);
      if (database) await Promise.race([asked, database.lost]);
      if (!stopping.signal.aborted) {
        throw new PlainError('The embedded PostgreSQL ended; postgres.log in the data directory says why.');
      }
    } finally {
      await teardown.run();
      // A start that was in the middle of a step may have added one thing more.
      await up.catch(() => {});
      await teardown.run();
    }
    say('Tieout has stopped.');
    return 0;
  });
}
