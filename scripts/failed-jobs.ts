import type pg from 'pg';

type FailedJob = { name: string; id: string; failedAt: Date; retries: number; problem: string | null };

/** Words the jobs of the queue that failed for good, the newest first: those that belong to no business. */
export async function failedJobLines(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<FailedJob>(
    `SELECT name, id, completed_on AS "failedAt", retry_count AS retries, left(output ->> 'message', 300) AS problem
       FROM pgboss.job WHERE state = 'failed' ORDER BY completed_on DESC LIMIT 200`,
  );
  if (rows.length === 0)
    return ['No job of the queue has failed for good. Jobs of one business are under Settings, Jobs.'];
  return rows.map(
    ({ name, id, failedAt, retries, problem }) =>
      `${failedAt.toISOString()} ${name} (${id}) failed ${retries + 1} times: ${problem ?? 'no message'}`,
  );
}
