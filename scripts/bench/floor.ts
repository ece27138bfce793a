import { hash } from 'node:crypto';
import pg from 'pg';
import type { BenchTenant } from './load.ts';
import type { Statement } from './statements.ts';

/**
 * The raw SQL floor: what `pg` with prepared statements, without row-level security, needs for the same rows. No
 * program over this database can be faster.
 */
export class Floor {
  readonly #pool: pg.Pool;
  readonly #tenantOf = new WeakMap<pg.PoolClient, string>();

  constructor(superuserUrl: string) {
    this.#pool = new pg.Pool({ connectionString: superuserUrl, max: 10 });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** The first 51 complete invoices; or those after a place in the list. */
  async page(tenant: BenchTenant, after: { value: string; id: string } | null): Promise<unknown[]> {
    const result =
      after === null
        ? await this.#pool.query({
            name: 'first',
            text: `${SELECT} ORDER BY list_date DESC, id DESC LIMIT 51`,
            values: [tenant.id],
          })
        : await this.#pool.query({
            name: 'after',
            text: `${SELECT} AND (list_date, id) < ($2::timestamptz, $3::uuid) ORDER BY list_date DESC, id DESC LIMIT 51`,
            values: [tenant.id, after.value, after.id],
          });
    return result.rows;
  }

  /** The same page by OFFSET, for comparison. */
  async pageByOffset(tenant: BenchTenant, offset: number): Promise<unknown[]> {
    const text = `${SELECT} ORDER BY list_date DESC, id DESC LIMIT 51 OFFSET $2`;
    return (await this.#pool.query({ name: 'offset', text, values: [tenant.id, offset] })).rows;
  }

  /** The place of the n-th complete invoice, where a page begins. */
  async place(tenant: BenchTenant, n: number): Promise<{ value: string; id: string }> {
    const result = await this.#pool.query<{ list_date: Date; id: string }>(
      `${SELECT} ORDER BY list_date DESC, id DESC LIMIT 1 OFFSET $2`,
      [tenant.id, n - 1],
    );
    const row = result.rows[0];
    if (row === undefined) throw new Error(`The largest tenant has fewer than ${n} complete invoices`);
    return { value: row.list_date.toISOString(), id: row.id };
  }

  /** Complete invoices whose short texts contain the words, by the trigram index. */
  async search(tenant: BenchTenant, words: string): Promise<unknown[]> {
    const text = `${SELECT} AND search_text LIKE $2 ORDER BY list_date DESC, id DESC LIMIT 51`;
    return (await this.#pool.query({ name: 'search', text, values: [tenant.id, `%${words}%`] })).rows;
  }

  /** How many records of each kind failed or completed in the window. */
  async tabCounts(tenant: BenchTenant, status: number, from: string): Promise<unknown[]> {
    const text = `SELECT kind, count(*) FROM sync_record
      WHERE tenant_id = $1 AND kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment') AND excluded_at IS NULL
        AND sync_status = $2 AND list_date >= $3 GROUP BY kind`;
    return (await this.#pool.query({ name: 'counts', text, values: [tenant.id, status, from] })).rows;
  }

  /** The statements that a verb sent, one after the other in one session that row-level security does not hold. */
  async repeat(tenant: BenchTenant, statements: readonly Statement[]): Promise<void> {
    const client = await this.#pool.connect();
    try {
      if (this.#tenantOf.get(client) !== tenant.id) {
        await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenant.id]);
        this.#tenantOf.set(client, tenant.id);
      }
      for (const { text, values } of statements) {
        await client.query({ name: hash('sha1', text), text, values });
      }
    } finally {
      client.release();
    }
  }

  /** Makes tables of the same columns and indexes as those of records and attempts. */
  async prepareUpsert(): Promise<void> {
    await this.#pool.query('CREATE TABLE IF NOT EXISTS bench_floor (LIKE sync_record INCLUDING ALL)');
    await this.#pool.query('CREATE TABLE IF NOT EXISTS bench_floor_attempt (LIKE sync_attempt INCLUDING ALL)');
  }

  /** Upserts records: one statement a batch. */

  async upsert(tenant: BenchTenant, keys: readonly string[], at: string): Promise<void> {
    await this.#pool.query({ name: 'upsert', text: UPSERT, values: [tenant.id, tenant.sourceId, keys, at] });
  }

  /** Upserts records and their attempts: one statement a batch, for all the rows that an outcome is. */
  async upsertOutcomes(tenant: BenchTenant, keys: readonly string[], at: string, raw: string): Promise<void> {
    const values = [tenant.id, tenant.sourceId, keys, at, raw];
    await this.#pool.query({ name: 'upsert outcomes', text: UPSERT_OUTCOMES, values });
  }
}

const SELECT = `SELECT id, kind, external_key, number, amount, currency, payer, billing_org, shipment_id, source_status, document_date,
  due_date, sync_status, sync_date, pending_since, last_attempt_at, attempt_count, error_code, error_message, reference_number,
  synced_amount, synced_currency, difference, is_by_hand, version, list_date
  FROM sync_record WHERE tenant_id = $1 AND kind = 'invoice' AND excluded_at IS NULL AND sync_status = 1`;

const UPSERT = `INSERT INTO bench_floor (tenant_id, id, source_id, kind, external_key, number, amount, currency, payer, billing_org,
    shipment_id, source_status, document_date, sync_status, sync_date, pending_since, attempt_count, last_attempt_at, error_code,
    error_message)
  SELECT $1, gen_random_uuid(), $2, 'invoice', key, 'INV-' || key, 1250.00, 'USD', 'Acme Retail', 'Acme Freight West', 'SHP-' || key,
         'created', '2026-10-31', 2, $4, $4, 1, $4, '6000', 'Vendor is missing a default expense account'
    FROM unnest($3::text[]) AS k(key)
  ON CONFLICT (tenant_id, source_id, kind, external_key) DO UPDATE
     SET amount = excluded.amount, sync_status = excluded.sync_status, sync_date = excluded.sync_date, version = bench_floor.version + 1`;

const UPSERT_OUTCOMES = `WITH stored AS (${UPSERT} RETURNING id, external_key)
  INSERT INTO bench_floor_attempt (tenant_id, id, source_id, external_id, record_id, record_source_id, kind, external_key, content_version,
    outcome, attempted_at, error_code, error_message, raw, content_hash)
  SELECT $1, gen_random_uuid(), $2, 'SY-' || external_key, id, $2, 'invoice', external_key, 1, 2, $4, '6000',
         'Vendor is missing a default expense account', $5, sha256(external_key::bytea)
    FROM stored
  ON CONFLICT (tenant_id, source_id, external_id) DO NOTHING`;
