import type { Ctx } from '#lib/access/context.ts';
import { addDays, type Day, daysBetween, instantsOf } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { TREND_DAYS } from './problem-contract.ts';
import { type ProblemPlace, placeKey } from './read-found.ts';

type Row = { problemKey: string; connectionId: string | null; day: Day; failures: number };

/**
 * Counts the failed attempts of each problem a day, over the days that end today; keyed by `placeKey`. Of a problem that
 * has one connection alone every attempt is its own; only where the same problem is met in several, the records are asked.
 */
export async function readTrends(
  ctx: Ctx,
  tx: TenantTx,
  places: readonly ProblemPlace[],
  today: Day,
): Promise<Map<string, number[]>> {
  const { tenantId, tenant } = ctx;
  const byKey = Map.groupBy(places, ({ problemKey }) => problemKey);
  const shared = [...byKey].flatMap(([key, own]) => (own.length > 1 ? [key] : []));
  const first = addDays(today, 1 - TREND_DAYS);
  const { from } = instantsOf({ from: first, to: null }, tenant.timeZone);
  const day = Prisma.sql`(a.attempted_at AT TIME ZONE ${tenant.timeZone})::date::text`;
  // Counted by message first, since that needs the index alone.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d.problem_key AS "problemKey", a.connection_id AS "connectionId", a.day, sum(a.failures)::int AS failures
      FROM (SELECT a.error_message_id, coalesce(a.error_code, '') AS error_code, NULL::uuid AS connection_id, ${day} AS day,
                   count(*) AS failures
              FROM sync_attempt a
             WHERE a.tenant_id = ${tenantId}::uuid AND a.attempted_at >= ${from}::timestamptz
               AND a.error_message_id IS NOT NULL AND a.record_id IS NOT NULL
             GROUP BY 1, 2, 4) a
      JOIN message_diagnosis d ON d.tenant_id = ${tenantId}::uuid AND d.message_id = a.error_message_id
                              AND d.error_code = a.error_code
     WHERE d.problem_key <> ALL (${shared}::uuid[])
     GROUP BY 1, 2, 3`;
  const apart =
    shared.length === 0
      ? []
      : await tx.$queryRaw<Row[]>`
          SELECT d.problem_key AS "problemKey", r.connection_id AS "connectionId", ${day} AS day, count(*)::int AS failures
            FROM message_diagnosis d
            JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.error_message_id = d.message_id
                               AND coalesce(a.error_code, '') = d.error_code AND a.attempted_at >= ${from}::timestamptz
            JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.id = a.record_id
           WHERE d.tenant_id = ${tenantId}::uuid AND d.problem_key = ANY (${shared}::uuid[])
           GROUP BY 1, 2, 3`;
  const trends = new Map<string, number[]>();
  for (const { problemKey, connectionId, day: at, failures } of [...rows, ...apart]) {
    const place = byKey.get(problemKey)?.length === 1 ? byKey.get(problemKey)?.[0] : { problemKey, connectionId };
    if (place === undefined) continue;
    const trend = trends.get(placeKey(place)) ?? new Array<number>(TREND_DAYS).fill(0);
    const index = daysBetween(first, at);
    if (index >= 0 && index < TREND_DAYS) trend[index] = (trend[index] ?? 0) + failures;
    trends.set(placeKey(place), trend);
  }
  return trends;
}
