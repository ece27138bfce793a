import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashApiKeyText, readApiKeyText } from '#lib/access/api-key-text.ts';
import { jobContext } from '#lib/access/job-context.ts';
import { isPasswordOf } from '#lib/access/password.ts';
import { SCOPES } from '#lib/access/permissions.ts';
import { assessPayloads, type StoredPayload } from '#lib/hooks/assess-payloads.ts';
import { readHook } from '#lib/hooks/read-hook.ts';
import { seedDemo } from '#scripts/seed.ts';
import { testDatabase } from '#tests/setup/database.ts';

const TODAY = new Date('2026-11-22T18:00:00Z');
const TENANTS = ['acme', 'globex'] as const;

type Seeded = Awaited<ReturnType<typeof seedDemo>>;

const { ownerUrl } = await testDatabase();
let seeded: Seeded;
let client: pg.Client;

beforeAll(async () => {
  seeded = await seedDemo(ownerUrl, { log: () => {}, today: TODAY });
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
});

afterAll(() => client.end());

/** Runs a query as the owner of the tables, who too sees one tenant at a time. */
async function rowsOf(tenant: string, sql: string): Promise<Record<string, unknown>[]> {
  await client.query(`SELECT set_config('app.tenant_id', (SELECT id::text FROM tenant WHERE slug = $1), false)`, [
    tenant,
  ]);
  return (await client.query(sql)).rows;
}

/** For each invariant: the rows that break it. `last` is the last attempt by the rules' order, `done` the last complete one. */
const BROKEN: Record<string, string> = {
  'the lines of a document sum to its amount': `
    SELECT r.number FROM sync_record r
      LEFT JOIN LATERAL (SELECT sum(amount) AS total, count(*) AS lines FROM sync_record_line l
                          WHERE l.tenant_id = r.tenant_id AND l.record_id = r.id) l ON true
     WHERE r.kind IN ('invoice', 'bill') AND (l.total IS DISTINCT FROM r.amount OR l.lines NOT BETWEEN 1 AND 4)`,
  'what the ledger accepted of the lines sums to what it accepted': `
    SELECT r.number FROM sync_record r
      JOIN LATERAL (SELECT sum(synced_amount) AS total, bool_and(synced_amount IS NOT NULL) AS known FROM sync_record_line l
                     WHERE l.tenant_id = r.tenant_id AND l.record_id = r.id) l ON l.known
     WHERE l.total IS DISTINCT FROM r.synced_amount`,
  'a payment is the sum of what it pays, in the currency of what it pays': `
    SELECT r.number FROM sync_record r
      LEFT JOIN LATERAL (SELECT sum(a.amount) AS total, bool_and(d.currency = r.currency) AS fits
                           FROM record_application a
                           LEFT JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id
                                                  AND d.kind = a.kind AND d.external_key = a.external_key
                          WHERE a.tenant_id = r.tenant_id AND a.payment_id = r.id) a ON true
     WHERE r.kind LIKE '%payment' AND (a.total IS DISTINCT FROM r.amount OR a.fits IS NOT TRUE)`,
  'the last attempt is the one the record tells of': `
    SELECT r.number FROM sync_record r
      LEFT JOIN LATERAL (SELECT * FROM sync_attempt a WHERE a.tenant_id = r.tenant_id AND a.record_id = r.id
                          ORDER BY a.attempted_at DESC, a.external_id COLLATE "C" DESC LIMIT 1) last ON true
     WHERE (r.last_attempt_at, r.last_attempt_id, r.last_attempt_key, r.last_attempt_content_version, r.error_code, r.error_message)
           IS DISTINCT FROM
           (last.attempted_at, last.id, last.external_id, last.content_version, last.error_code, last.error_message)`,
  'attempts are counted': `
    SELECT r.number FROM sync_record r
     WHERE r.attempt_count <> (SELECT count(*) FROM sync_attempt a WHERE a.tenant_id = r.tenant_id AND a.record_id = r.id)
        OR r.attempt_count > 5`,
  'the last complete attempt says what the ledger holds': `
    SELECT r.number FROM sync_record r
      LEFT JOIN LATERAL (SELECT * FROM sync_attempt a WHERE a.tenant_id = r.tenant_id AND a.record_id = r.id AND a.outcome = 1
                          ORDER BY a.attempted_at DESC, a.external_id COLLATE "C" DESC LIMIT 1) done ON true
     WHERE (r.synced_amount, r.synced_currency, r.synced_at, r.synced_attempt_key, r.synced_content_version)
           IS DISTINCT FROM
           (done.synced_amount, done.synced_currency, done.attempted_at, done.external_id, done.content_version)
        OR (NOT r.is_reference_by_hand AND r.reference_number IS DISTINCT FROM done.reference_number)
        OR (r.is_reference_by_hand AND done.id IS NOT NULL)`,
  'the status is the last attempt’s, or what a person set after it': `
    SELECT r.number FROM sync_record r
      LEFT JOIN sync_attempt last ON last.tenant_id = r.tenant_id AND last.id = r.last_attempt_id
      LEFT JOIN LATERAL (SELECT * FROM audit_event e WHERE e.tenant_id = r.tenant_id AND e.subject_id = r.id
                            AND e.action = 'record.status_changed' ORDER BY e.at DESC LIMIT 1) moved ON true
     WHERE r.sync_status IS DISTINCT FROM
           CASE WHEN last.id IS NULL AND moved.id IS NULL THEN 0
                WHEN moved.id IS NULL OR last.attempted_at > moved.at AND NOT (r.is_by_hand AND last.outcome = 2) THEN last.outcome
                ELSE array_position(ARRAY['pending', 'complete', 'failed'], moved.after ->> 'syncStatus') - 1 END
        OR (r.status_set_at, r.status_set_by, r.status_reason) IS DISTINCT FROM (moved.at, moved.actor_id, moved.note)
        OR r.is_tried_after_closing <> coalesce(r.is_by_hand AND last.outcome = 2 AND last.attempted_at > moved.at, false)
        OR r.sync_date IS DISTINCT FROM greatest(last.attempted_at, moved.at)`,
  'the age of a pending record counts from when it last became pending': `
    SELECT r.number FROM sync_record r
     WHERE r.pending_since <> coalesce(
             (SELECT max(e.at) FROM audit_event e WHERE e.tenant_id = r.tenant_id AND e.subject_id = r.id
                 AND e.action = 'record.status_changed' AND e.after ->> 'syncStatus' = 'pending'), r.created_at)`,
  'the content version counts the changes of the document': `
    SELECT r.number FROM sync_record r
     WHERE r.content_version <> 1 + (SELECT count(*) FROM audit_event e WHERE e.tenant_id = r.tenant_id
                                        AND e.subject_id = r.id AND e.action = 'record.changed')`,
  'a failed record has words and their row': `
    SELECT r.number FROM sync_record r
      LEFT JOIN error_message m ON m.tenant_id = r.tenant_id AND m.id = r.error_message_id
     WHERE r.error_message IS DISTINCT FROM m.message OR (r.sync_status = 2 AND r.error_message IS NULL)`,
  'void and never synced is excluded, void in the ledger stays': `
    SELECT r.number FROM sync_record r
     WHERE r.is_void AND (r.excluded_at IS NULL) <> (r.synced_at IS NOT NULL)`,
  'a record differs where both sides are known in one currency and are not equal': `
    SELECT r.number FROM sync_record r
     WHERE r.differs <> (r.synced_amount IS NOT NULL AND r.synced_currency = r.currency AND r.synced_amount <> r.amount)`,
  'nothing lies in the future or is out of order': `
    SELECT a.external_id FROM sync_attempt a LEFT JOIN sync_record r ON r.tenant_id = a.tenant_id AND r.id = a.record_id
     WHERE a.received_at < a.attempted_at OR a.received_at > '${TODAY.toISOString()}' OR a.attempted_at < r.created_at`,
  'everything carries a connection of its tenant': `
    SELECT r.number FROM sync_record r WHERE r.connection_id IS NULL`,
};

describe.each(TENANTS)('the demo data of %s', (tenant) => {
  it.each(Object.keys(BROKEN))('%s', async (invariant) => {
    expect(await rowsOf(tenant, `${BROKEN[invariant]} LIMIT 3`)).toEqual([]);
  });

  it('has every status in every tab, in shares like those of a business', async () => {
    const rows = await rowsOf(
      tenant,
      `SELECT kind, count(*)::int AS count, avg((sync_status = 0)::int)::float AS pending,
              avg((sync_status = 1)::int)::float AS complete, avg((sync_status = 2)::int)::float AS failed
         FROM sync_record WHERE excluded_at IS NULL GROUP BY kind ORDER BY kind`,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['bill', 'bill_payment', 'invoice', 'invoice_payment']);
    for (const { pending, complete, failed } of rows) {
      expect(pending).toBeGreaterThan(0.02);
      expect(pending).toBeLessThan(0.08);
      expect(complete).toBeGreaterThan(0.82);
      expect(failed).toBeGreaterThan(0.03);
      expect(failed).toBeLessThan(0.11);
    }
  });

  it('has something for every flag and filter', async () => {
    const [row] = await rowsOf(
      tenant,
      `SELECT sum(differs::int)::int AS differs, sum(is_changed_since_sync::int)::int AS "changedSinceSync",
              sum(is_changed_since_failed::int)::int AS "changedSinceFailed", sum(is_by_hand::int)::int AS "byHand",
              sum(is_tried_after_closing::int)::int AS "triedAfterClosing", sum(has_two_references::int)::int AS "twoReferences",
              sum(is_already_in_ledger::int)::int AS "alreadyInLedger", sum(is_void_in_ledger::int)::int AS "voidInLedger",
              sum((excluded_at IS NOT NULL)::int)::int AS excluded, sum((amount < 0)::int)::int AS credits,
              sum((synced_currency <> currency)::int)::int AS "otherCurrency", count(DISTINCT currency)::int - 1 AS foreign,
              sum((sync_status = 0 AND attempt_count > 0)::int)::int AS "putBack"
         FROM sync_record`,
    );
    for (const [name, count] of Object.entries(row ?? {})) expect(count, name).toBeGreaterThan(0);
  });
});

describe('seedDemo', () => {
  it('keeps what nobody sent and what was refused', async () => {
    const counts = async (sql: string) =>
      Promise.all([(await rowsOf('acme', sql))[0]?.count, (await rowsOf('globex', sql))[0]?.count]);
    expect(await counts('SELECT count(*)::int FROM sync_attempt WHERE record_id IS NULL')).toEqual([2, 1]);
    expect(await counts('SELECT count(*)::int FROM rejected_item')).toEqual([1, 1]);
  });

  it('gives sign-ins that work, each with the roles it names', async () => {
    const people = await client.query('SELECT email, password_hash FROM app_user');
    expect(people.rows.map(({ email }) => email).sort()).toEqual(seeded.signIns.map(({ email }) => email).sort());
    expect(await isPasswordOf('tieout-demo', people.rows[0].password_hash)).toBe(true);
    const members = [];
    for (const tenant of TENANTS) {
      const sql = `SELECT u.email, m.roles FROM membership m JOIN app_user u ON u.id = m.user_id
                     JOIN tenant t ON t.id = m.tenant_id WHERE t.slug = '${tenant}' ORDER BY u.email`;
      members.push(...(await rowsOf(tenant, sql)).map(({ email, roles }) => [email, roles]));
    }
    expect(members).toEqual([
      ['accountant@acme.example', ['accounting_sync']],
      ['admin@acme.example', ['admin', 'accounting_sync']],
      ['guest@acme.example', []],
      ['restricted@acme.example', ['accounting_sync', 'hide_export_to_excel']],
      ['accountant@globex.example', ['accounting_sync']],
    ]);
  });

  it('gives the key of the TMS with all scopes', async () => {
    const [key] = await rowsOf(
      'acme',
      `SELECT k.* FROM api_key k JOIN source s ON s.tenant_id = k.tenant_id AND s.id = k.source_id WHERE s.slug = 'tms'`,
    );
    expect(readApiKeyText(seeded.apiKey)).toEqual({ tenantId: key?.tenant_id, prefix: key?.prefix });
    expect(Buffer.from(hashApiKeyText(seeded.apiKey)).equals(key?.secret_hash as Buffer)).toBe(true);
    expect(key?.scopes).toEqual([...SCOPES]);
  });

  it.each(TENANTS)('says of what the hook of %s received just what the product says', async (tenant) => {
    const ctx = await jobContext(tenant, 'test', []);
    const sql = `SELECT id, hook_id AS "hookId", received_at AS "receivedAt", content_type AS "contentType",
                        is_cut AS "isCut", body, state, reasons FROM hook_payload ORDER BY id`;
    const stored = (await rowsOf(tenant, sql)) as (StoredPayload & { state: string; reasons: unknown })[];
    const decisions = await ctx.transaction(async (tx) =>
      assessPayloads(ctx, tx, await readHook(ctx, tx, stored[0]?.hookId ?? ''), stored),
    );
    const said = decisions.map((one) => (one.to === 'wait' ? [one.state, one.reasons] : [one.to, null]));
    expect(said).toEqual(
      stored.map(({ state, reasons }) => (state === 'applied' ? ['known', null] : [state, reasons])),
    );
    expect(new Set(stored.map(({ state }) => state))).toEqual(new Set(['applied', 'unmatched', 'unmapped']));
  });

  it('refuses a database that has the demo, and changes nothing', async () => {
    const again = seedDemo(ownerUrl, { log: () => {}, today: TODAY });
    await expect(again).rejects.toThrow(/already has the demo/);
    expect((await client.query('SELECT count(*)::int FROM app_user')).rows[0].count).toBe(5);
  });
});
