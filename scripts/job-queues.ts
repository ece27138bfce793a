import type pg from 'pg';
import { PgBoss } from 'pg-boss';

/** What the application's role needs of pg-boss's schema: its rows and its functions, never its tables. */
const grants = `
GRANT USAGE ON SCHEMA pgboss TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO tieout_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgboss TO tieout_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO tieout_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tieout_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT USAGE, SELECT ON SEQUENCES TO tieout_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT EXECUTE ON FUNCTIONS TO tieout_app;
`;

/** Makes or updates pg-boss's schema and one queue for each registered job, as the owner. */
export async function prepareJobQueues(client: pg.Client, ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, schedule: false, supervise: false });
  // The jobs are most of the product: a start that is refused before this need not wait until they are loaded.
  const { jobs } = await import('#lib/jobs/registry.ts');
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  try {
    await boss.start();
    for (const job of jobs)
      await boss.createQueue(job.name, {
        policy: job.schedule ? 'exclusive' : 'standard',
        retryLimit: job.retryLimit ?? 2,
        retryBackoff: true,
      });
  } finally {
    await boss.stop({ graceful: false });
  }
  const [failure] = failures;
  if (failure) throw failure;
  await client.query(grants);
}
