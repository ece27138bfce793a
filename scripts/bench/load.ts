import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { newId } from '#lib/core/ids.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { random } from './random.ts';

export type BenchTenant = {
  id: string;
  /** The key's own source. */
  sourceId: string;
  /** Where a tenth of the records come from. */
  otherSourceId: string;
  slug: string;
  keyText: string;
  records: number;
};

const TENANTS = 20;
const DAYS = 730;
const DAY_MS = 86_400_000;
const KINDS = [
  { kind: 'invoice', share: 0.45 },
  { kind: 'invoice_payment', share: 0.2 },
  { kind: 'bill', share: 0.25 },
  { kind: 'bill_payment', share: 0.1 },
];
const MESSAGES = Array.from(
  { length: 400 },
  (_, n) => `Business Validation Error: vendor account ${n} is missing a default expense account`,
);
const COLUMNS = [
  'tenant_id',
  'id',
  'source_id',
  'kind',
  'external_key',
  'number',
  'amount',
  'currency',
  'payer',
  'billing_org',
  'shipment_id',
  'source_status',
  'document_date',
  'content_version',
  'sync_status',
  'sync_date',
  'pending_since',
  'attempt_count',
  'last_attempt_at',
  'last_attempt_key',
  'last_attempt_content_version',
  'is_by_hand',
  'error_code',
  'error_message',
  'error_message_id',
  'reference_number',
  'synced_amount',
  'synced_currency',
  'synced_at',
  'synced_attempt_key',
  'synced_content_version',
] as const;

/** Makes the tenants, of uneven size (the n-th has 1/n of the first), and loads their records by COPY, bypassing row security. */
export async function load(
  superuserUrl: string,
  records: number,
): Promise<{ tenants: BenchTenant[]; seconds: number }> {
  const startedAt = performance.now();
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const tenants = await makeTenants(client, records);
    const indexes = await dropIndexes(client);
    await pipeline(
      Readable.from(rows(tenants)),
      client.query(copyFrom(`COPY sync_record (${COLUMNS.join(', ')}) FROM STDIN`)),
    );
    await client.query("SET maintenance_work_mem = '1GB'");
    for (const index of indexes) await client.query(index);
    await client.query('VACUUM (ANALYZE) sync_record');
    return { tenants, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await client.end();
  }
}

async function makeTenants(client: pg.Client, records: number): Promise<BenchTenant[]> {
  const harmonic = Array.from({ length: TENANTS }, (_, n) => 1 / (n + 1)).reduce((sum, share) => sum + share, 0);
  const tenants: BenchTenant[] = [];
  for (let n = 1; n <= TENANTS; n += 1) {
    const id = newId();
    const sourceId = newId();
    const otherSourceId = newId();
    const key = makeApiKeyText(id);
    await client.query(
      `INSERT INTO tenant (id, slug, name, time_zone, currency, locale) VALUES ($1, $2, $3, 'America/Chicago', 'USD', 'en-US')`,
      [id, `bench-${n}`, `Bench ${n}`],
    );
    await client.query(
      `INSERT INTO source (tenant_id, id, slug, name) VALUES ($1, $2, 'tms', 'TMS'), ($1, $3, 'bill', 'Bill')`,
      [id, sourceId, otherSourceId],
    );
    await client.query(
      `INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes)
       VALUES ($1, $2, $3, 'Bench', $4, $5, '{records:read,records:write,attempts:write,claims:write}')`,
      [id, newId(), sourceId, key.prefix, Buffer.from(key.secretHash)],
    );
    await client.query(
      `INSERT INTO error_message (tenant_id, id, message) SELECT $1, * FROM unnest($2::uuid[], $3::text[])`,
      [id, MESSAGES.map(errorMessageId), MESSAGES],
    );
    tenants.push({
      id,
      sourceId,
      otherSourceId,
      slug: `bench-${n}`,
      keyText: key.text,
      records: Math.round(records / n / harmonic),
    });
  }
  return tenants;
}

/** Indexes are built faster after the rows than with them. Gives the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
       FROM pg_index i WHERE i.indrelid = 'sync_record'::regclass AND NOT i.indisunique`,
  );
  for (const { name } of found.rows) await client.query(`DROP INDEX ${name}`);
  return found.rows.map(({ definition }) => definition);
}

async function* rows(tenants: readonly BenchTenant[]): AsyncGenerator<string> {
  const next = random(20_260_101);
  const now = Date.now();
  let chunk = '';
  for (const tenant of tenants) {
    for (let n = 0; n < tenant.records; n += 1) {
      chunk += row(tenant, n, now, next);
      if (chunk.length > 256 * 1024) {
        yield chunk;
        chunk = '';
      }
    }
  }
  yield chunk;
}

function row(tenant: BenchTenant, n: number, now: number, next: () => number): string {
  const at = new Date(now - next() * DAYS * DAY_MS).toISOString();
  const chance = next();
  const status = chance < 0.88 ? 1 : chance < 0.95 ? 2 : 0;
  const amount = (next() * 5000).toFixed(2);
  const synced = status === 1 ? (next() < 0.02 ? (Number(amount) - 0.01).toFixed(2) : amount) : '\\N';
  const isByHand = status === 1 && next() < 0.01;
  const isChanged = status === 1 && next() < 0.01;
  const message = status === 2 ? MESSAGES[Math.floor(next() * MESSAGES.length)] : undefined;
  const values: Record<(typeof COLUMNS)[number], string | number> = {
    tenant_id: tenant.id,
    id: newId(),
    source_id: next() < 0.1 ? tenant.otherSourceId : tenant.sourceId,
    kind: kindFor(next()),
    external_key: `doc-${n}`,
    number: `INV-${100_000 + n}`,
    amount,
    currency: 'USD',
    payer: `${FIRST[Math.floor(next() * FIRST.length)]} ${SECOND[Math.floor(next() * SECOND.length)]} ${Math.floor(next() * 300)}`,
    billing_org: `Carrier ${Math.floor(next() * 200)}`,
    shipment_id: `SHP-${Math.floor(next() * 10_000_000)}`,
    source_status: SOURCE_STATUSES[Math.floor(next() ** 2 * SOURCE_STATUSES.length)] ?? 'created',
    document_date: at.slice(0, 10),
    content_version: isChanged ? 2 : 1,
    is_by_hand: isByHand ? 't' : 'f',
    sync_status: status,
    sync_date: status === 0 ? '\\N' : at,
    pending_since: at,
    attempt_count: status === 0 ? 0 : 1,
    last_attempt_at: status === 0 ? '\\N' : at,
    last_attempt_key: status === 0 ? '\\N' : `load-${n}`,
    last_attempt_content_version: status === 0 ? '\\N' : 1,
    error_code: message === undefined ? '\\N' : '6000',
    error_message: message ?? '\\N',
    error_message_id: message === undefined ? '\\N' : errorMessageId(message),
    reference_number: status === 1 ? String(1_000_000 + n) : '\\N',
    synced_amount: synced,
    synced_currency: status === 1 ? 'USD' : '\\N',
    synced_at: status === 1 ? at : '\\N',
    synced_attempt_key: status === 1 ? `load-${n}` : '\\N',
    synced_content_version: status === 1 ? 1 : '\\N',
  };
  return `${COLUMNS.map((column) => values[column]).join('\t')}\n`;
}

function kindFor(chance: number): string {
  let sum = 0;
  for (const { kind, share } of KINDS) {
    sum += share;
    if (chance < sum) return kind;
  }
  return 'invoice';
}

const SOURCE_STATUSES = ['created', 'approved', 'posted', 'ready', 'draft'];
const FIRST = ['Acme', 'Blue', 'Cedar', 'Delta', 'Eagle', 'Falcon', 'Granite', 'Harbor', 'Iron', 'Juniper'];
const SECOND = ['Retail', 'Foods', 'Freight', 'Lumber', 'Motors', 'Paper', 'Steel', 'Textiles'];
