import pg from 'pg';
import { testDatabase } from '#tests/setup/database.ts';
import { statementsOf } from './statements.ts';

type Plan = {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
};

type Options = { tenantId: string; planMode: 'force_custom_plan' | 'force_generic_plan' };

/**
 * Runs `work`, takes its largest SELECT as it was sent, runs that again as the application's role under row-level
 * security, and gives how many rows it read from a table, also those it threw away.
 */
export async function rowsReadFrom(
  table: string,
  work: () => Promise<unknown>,
  { tenantId, planMode }: Options,
): Promise<number> {
  const statements = (await statementsOf(work)).filter(({ text }) => /^\s*SELECT/.test(text) && text.includes(table));
  const statement = statements.toSorted((a, b) => b.text.length - a.text.length)[0];
  if (statement === undefined) throw new Error(`Nothing was read from ${table}`);
  const client = new pg.Client({ connectionString: (await testDatabase()).appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true), set_config('plan_cache_mode', $2, true)", [
      tenantId,
      planMode,
    ]);
    const types = statement.values.map(() => 'unknown').join(', ');
    await client.query(`PREPARE page${types === '' ? '' : ` (${types})`} AS ${statement.text}`);
    const values = statement.values.map((value) => literal(client, value)).join(', ');
    const execute = `EXECUTE page${values === '' ? '' : ` (${values})`}`;
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${execute}`,
    );
    await client.query('ROLLBACK');
    const plan = rows[0]!['QUERY PLAN'][0].Plan;
    return readFrom(plan, table);
  } finally {
    await client.end();
  }
}

function readFrom(plan: Plan, table: string): number {
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  const own = plan['Relation Name'] === table ? (plan['Actual Rows'] + removed) * plan['Actual Loops'] : 0;
  return (plan.Plans ?? []).reduce((sum, child) => sum + readFrom(child, table), own);
}

function literal(client: pg.Client, value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `ARRAY[${value.map((item) => literal(client, item)).join(', ')}]`;
  return client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
}
