import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createDeflateRaw } from 'node:zlib';
import pg from 'pg';
import { localClock } from './local-time.ts';
import { recordColumns } from './record-columns.ts';
import { feedOf } from './row-feed.ts';
import { bindColumns } from './sheet-column.ts';
import { dataSheetXml } from './sheet-xml.ts';

const ROWS = 30_000;
const BATCH = 1_000;
const SHOWN = ['number', 'payer', 'amount', 'synced', 'difference', 'status', 'message', 'date', 'reference'].map(
  (id) => ({ id, label: id }),
);

/**
 * Writes rows of no record as an export is written, into nowhere, so that the code of reading and writing is compiled
 * before somebody waits for it. Opens a connection for it and reads no table. Ends early when `signal` is aborted.
 */
export async function warmUp(connectionString: string, signal: AbortSignal): Promise<void> {
  const { expressions, columns } = bindColumns(recordColumns(SHOWN));
  const client = new pg.Client({
    connectionString,
    application_name: 'tieout-export-ready',
    types: { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows = 0;
    const values = expressions.map((expression) => printedFor(expression));
    const list = values.map((_, at) => `$${at + 1}::text`).join(', ');
    const feed = feedOf(async () => {
      await setImmediate();
      if (rows >= ROWS || signal.aborted) return [];
      rows += BATCH;
      const text = `SELECT ${list} FROM generate_series(1, ${BATCH})`;
      return (await client.query<(string | null)[]>({ text, values, rowMode: 'array' })).rows;
    });
    const clock = localClock('America/Chicago');
    const xml = dataSheetXml({ columns, feed, rowsMax: ROWS, rowsExpected: ROWS, clock, onRows: () => undefined });
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(Readable.from(xml, { objectMode: false }), createDeflateRaw({ level: 1 }), nowhere);
  } finally {
    await client.end();
  }
}

/** What PostgreSQL might print for a column. */
function printedFor(expression: string): string {
  if (/document_date/.test(expression)) return '2026-10-31';
  if (/_(date|at|since)$/.test(expression)) return '2026-10-31 12:30:00.125+00';
  if (/\.(is|has)_/.test(expression)) return 'f';
  if (/amount|difference/.test(expression)) return '1250.5000';
  if (/status$/.test(expression)) return '1';
  return 'Acme & Sons 10442';
}
