import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createDeflateRaw } from 'node:zlib';
import ExcelJS from 'exceljs';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { newId } from '#lib/core/ids.ts';
import { authSecret } from '#lib/env.ts';
import { localClock } from '#lib/exports/local-time.ts';
import { recordColumns } from '#lib/exports/record-columns.ts';
import { rowWriter } from '#lib/exports/sheet-cells.ts';
import { bindColumns, type Row } from '#lib/exports/sheet-column.ts';
import { measure } from './measure.ts';
import { watchMemory } from './memory.ts';
import type { Bench } from './section.ts';

const SIZES = [100_000, 1_000_000] as const;
/** A business of its own for each size, all of whose records are exported. */
const slugOf = (size: number) => `bench-export-${size}`;
const MEMORY_ROWS = 10_000;
const LIBRARY_ROWS = 100_000;
/** Nobody exports twice within so short a time; the process that is kept ready gets ready in it. */
const READY_MS = 3_000;
const TIME_ZONE = 'America/Chicago';
/** The columns of the invoices tab. */
const COLUMNS = [
  'number',
  'payer',
  'amount',
  'synced',
  'difference',
  'status',
  'message',
  'date',
  'reference',
  'billingOrg',
  'shipment',
  'sourceStatus',
  'documentDate',
  'source',
].map((id) => ({ id, label: id }));

/**
 * Measures exports end to end over HTTP, beside the floor (the same XML built and deflated from memory, plus the same
 * rows read by a cursor without row-level security) and beside the library's own streaming writer fed from memory.
 */
export async function measureExporting({ report, base, superuserUrl, webPid }: Bench): Promise<void> {
  const cookie = await prepare(superuserUrl);
  const tabOf = (size: number) => `${base}/${slugOf(size)}/history/invoices`;
  const exported = (size: number) => read(`${tabOf(size)}/export?from=any&status=all`, cookie);
  // A month of the tab, as people open it.
  const list = () => read(tabOf(Math.max(...SIZES)), cookie);

  const sample = await sampleRows(superuserUrl);
  const library = await perSecondOfLibrary(sample);
  // The first export, however small, compiles the web server's own part, and leaves a process ready for the next.
  await read(`${tabOf(SIZES[0])}/export?from=any&status=all&q=INV-100001`, cookie);
  for (const size of SIZES) {
    await delay(READY_MS);
    const memory = await watchMemory(webPid() ?? 0, superuserUrl);
    const { seconds, bytes } = await timed(() => exported(size));
    const grownMiB = await memory.stop();
    const floor = (await secondsOfCursor(superuserUrl, size)) + (await secondsOfXml(sample, size));
    const perSecond = size / seconds;
    report.note(
      `export of ${size.toLocaleString('en')}: ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} rows/s, ${(bytes / 1e6).toFixed(1)} MB; ` +
        `${(seconds / floor).toFixed(2)}× the floor (${floor.toFixed(1)} s); ${(perSecond / library).toFixed(1)}× exceljs (${library.toFixed(0)} rows/s); memory +${grownMiB} MiB`,
    );
  }

  const idle = await measure(100, 1, list);
  const isOver = new AbortController();
  const [p95] = await Promise.all([
    p95Until(list, isOver.signal),
    exported(Math.max(...SIZES)).finally(() => isOver.abort()),
  ]);
  report.note(
    `the list during an export of 1,000,000: p95 ${p95.toFixed(1)} ms; idle ${idle.p95.toFixed(1)} ms: ${(p95 / idle.p95).toFixed(1)}×`,
  );
}

async function timed(work: () => Promise<number>): Promise<{ seconds: number; bytes: number }> {
  const startedAt = performance.now();
  const bytes = await work();
  return { seconds: (performance.now() - startedAt) / 1000, bytes };
}

/** Makes the businesses and a member of them all; gives the member's session. */
async function prepare(superuserUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const personId = newId();
  try {
    await client.query(`INSERT INTO app_user (id, email, name) VALUES ($1, 'bench@export.example', 'Bench')`, [
      personId,
    ]);
    for (const size of SIZES) {
      const [tenantId, sourceId] = [newId(), newId()];
      await client.query(
        `INSERT INTO tenant (id, slug, name, time_zone, currency, locale) VALUES ($1, $2, 'Bench', '${TIME_ZONE}', 'USD', 'en-US')`,
        [tenantId, slugOf(size)],
      );
      await client.query(`INSERT INTO source (tenant_id, id, slug, name) VALUES ($1, $2, 'tms', 'TMS')`, [
        tenantId,
        sourceId,
      ]);
      await client.query(`INSERT INTO membership (tenant_id, user_id, roles) VALUES ($1, $2, '{accounting_sync}')`, [
        tenantId,
        personId,
      ]);
      await client.query(INVOICES, [tenantId, sourceId, size]);
    }
    await client.query('VACUUM (ANALYZE) sync_record');
  } finally {
    await client.end();
  }
  const salt = 'authjs.session-token';
  return `${salt}=${await encode({ token: { sub: personId, version: 1 }, secret: authSecret(), salt })}`;
}

/** Reads an answer to its end; gives its length. */
async function read(url: string, cookie: string): Promise<number> {
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  if (answer.status !== 200 || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
  let bytes = 0;
  for await (const chunk of answer.body) bytes += chunk.length;
  return bytes;
}

/** Does it again and again until the signal; gives the 95th percentile of the times. */
async function p95Until(work: () => Promise<unknown>, signal: AbortSignal): Promise<number> {
  const taken: number[] = [];
  while (!signal.aborted) {
    const before = performance.now();
    await work();
    taken.push(performance.now() - before);
    await delay(100);
  }
  taken.sort((one, other) => one - other);
  return taken[Math.floor(taken.length * 0.95)] ?? Number.NaN;
}

const { expressions, columns } = bindColumns(recordColumns(COLUMNS));
const selectOf = (size: number) => `SELECT ${expressions.join(', ')} FROM sync_record r
  JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id JOIN tenant t ON t.id = r.tenant_id
 WHERE t.slug = '${slugOf(size)}' ORDER BY r.list_date DESC, r.id DESC`;

async function inRows<T>(superuserUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const client = new pg.Client({ connectionString: superuserUrl, types });
  await client.connect();
  try {
    await client.query(`SET TIME ZONE 'UTC'`);
    return await work(client);
  } finally {
    await client.end();
  }
}

function sampleRows(superuserUrl: string): Promise<Row[]> {
  return inRows(superuserUrl, async (client) => {
    const { rows } = await client.query<(string | null)[]>({
      text: `${selectOf(Math.max(...SIZES))} LIMIT ${MEMORY_ROWS}`,
      rowMode: 'array',
    });
    return rows;
  });
}

/** How long reading the rows takes by a cursor, by itself. */
function secondsOfCursor(superuserUrl: string, rows: number): Promise<number> {
  return inRows(superuserUrl, async (client) => {
    const startedAt = performance.now();
    await client.query('BEGIN');
    await client.query('SET LOCAL cursor_tuple_fraction = 1');
    await client.query(`DECLARE floor NO SCROLL CURSOR FOR ${selectOf(rows)}`);
    while ((await client.query({ text: 'FETCH 1000 FROM floor', rowMode: 'array' })).rows.length > 0);
    await client.query('COMMIT');
    return (performance.now() - startedAt) / 1000;
  });
}

/** How long building and deflating the same XML takes, of rows that are in memory. */
async function secondsOfXml(sample: readonly Row[], rows: number): Promise<number> {
  const write = rowWriter(columns, localClock(TIME_ZONE));
  function* chunks() {
    let xml = '';
    for (let place = 0; place < rows; place += 1) {
      xml += write(sample[place % sample.length] ?? [], place + 2);
      if (xml.length < 128 * 1024) continue;
      yield Buffer.from(xml, 'utf8');
      xml = '';
    }
    yield Buffer.from(xml, 'utf8');
  }
  const startedAt = performance.now();
  await pipeline(Readable.from(chunks()), createDeflateRaw({ level: 1 }), nowhere());
  return (performance.now() - startedAt) / 1000;
}

/** How many rows a second the library's own streaming writer makes of the same values, fed from memory. */
async function perSecondOfLibrary(sample: readonly Row[]): Promise<number> {
  const startedAt = performance.now();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: nowhere(), useStyles: true });
  const sheet = workbook.addWorksheet('Invoices');
  const clock = localClock(TIME_ZONE);
  for (let place = 0; place < LIBRARY_ROWS; place += 1) {
    const row = sample[place % sample.length] ?? [];
    sheet.addRow(columns.map(({ value }) => libraryValue(value, row, clock))).commit();
  }
  sheet.commit();
  await workbook.commit();
  return LIBRARY_ROWS / ((performance.now() - startedAt) / 1000);
}

function libraryValue(value: (typeof columns)[number]['value'], row: Row, clock: (stored: string) => number) {
  switch (value.type) {
    case 'text':
      return value.text(row);
    case 'money':
      return numberOf(value.amount(row));
    case 'number':
      return numberOf(value.number(row));
    case 'difference':
      return numberOf(value.difference(row)) ?? value.words(row);
    case 'instant': {
      const instant = value.instant(row);
      return instant === null ? null : new Date(clock(instant));
    }
    case 'day':
      return value.day(row) === null ? null : new Date(value.day(row) ?? '');
    default:
      return value satisfies never;
  }
}

function numberOf(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal);
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

const INVOICES = `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, payer, billing_org,
    shipment_id, source_status, document_date, sync_status, sync_date, pending_since, attempt_count, last_attempt_at, error_code,
    error_message, reference_number, synced_amount, synced_currency, synced_at, synced_content_version)
  SELECT $1, gen_random_uuid(), $2, 'invoice', 'doc-' || n, 'INV-' || (100000 + n), (n % 500000) / 100.0, 'USD',
         'Acme Retail ' || (n % 300), 'Carrier ' || (n % 200),
         'SHP-' || (n * 7 % 10000000), 'created', at::date, status, CASE WHEN status > 0 THEN at END, at, 1, at,
         CASE WHEN status = 2 THEN '6000' END,
         CASE WHEN status = 2 THEN 'Business Validation Error: vendor account ' || (n % 400) || ' is missing a default expense account' END,
         CASE WHEN status = 1 THEN (1000000 + n)::text END,
         CASE WHEN status = 1 THEN (n % 500000) / 100.0 - CASE WHEN n % 50 = 0 THEN 0.01 ELSE 0 END END,
         CASE WHEN status = 1 THEN 'USD' END, CASE WHEN status = 1 THEN at END, CASE WHEN status = 1 THEN 1 END
    FROM (SELECT n, now() - n * interval '40 seconds' AS at,
                 CASE WHEN n % 100 < 88 THEN 1 WHEN n % 100 < 95 THEN 2 ELSE 0 END AS status
            FROM generate_series(1, $3::int) n) made`;
