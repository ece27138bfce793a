import pg from 'pg';
import type { Statement } from './export-job.ts';
import { feedOf, type RowFeed } from './row-feed.ts';
import type { Row } from './sheet-column.ts';

/** Rows of one FETCH: enough that the round trip does not matter, few enough to hold. */
const BATCH_ROWS = 3_000;

/** One tenant's rows as they stood at one moment. */
export type Snapshot = {
  rows(statement: Statement): Promise<Row[]>;
  /** Reads a statement's rows by a cursor; one at a time. */
  feed(statement: Statement): Promise<RowFeed>;
  /** Ends the query that runs, if any, and the connection. */
  cancel(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a connection of its own, in a transaction that only reads and that row-level security confines to the tenant. */
export async function openSnapshot(connectionString: string, tenantId: string): Promise<Snapshot> {
  const options = {
    connectionString,
    application_name: 'tieout-export',
    connectionTimeoutMillis: 10_000,
    // Everything as PostgreSQL prints it: who writes text has no use for objects.
    types: { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig,
  };
  const client = new pg.Client(options);
  // Whoever waits for a query is told by it.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  await client.query("SET LOCAL TIME ZONE 'UTC'");
  await client.query("SET LOCAL DateStyle = 'ISO'");
  // All rows will be asked for, so that what gives the last one soonest is the best plan.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  const [row] = await rowsOf(client, { text: 'SELECT pg_backend_pid()', values: [] });
  const backend = row?.[0] ?? '';
  let cursors = 0;

  return {
    rows: (statement) => rowsOf(client, statement),
    async feed({ text, values }) {
      cursors += 1;
      const name = `export_${cursors}`;
      await client.query({ text: `DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values: [...values] });
      return feedOf(() => rowsOf(client, { text: `FETCH ${BATCH_ROWS} FROM ${name}`, values: [] }));
    },
    async cancel() {
      const other = new pg.Client(options);
      other.on('error', () => undefined);
      await other.connect();
      await other.query('SELECT pg_terminate_backend($1::int)', [backend]);
      await other.end();
    },
    close: () => client.end(),
  };
}

async function rowsOf(client: pg.Client, { text, values }: Statement): Promise<Row[]> {
  return (await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })).rows;
}
