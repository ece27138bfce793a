import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { received } from '#tests/factories/received-item.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

let tenant: TestTenant;
let app: pg.Client;
let recordId: string;

beforeAll(async () => {
  await administrator();
  tenant = await createTenant();
  const attempt = { outcome: 'failed', attemptedAt: '2026-01-01T00:00:00Z', raw: { a: 1 } };
  const results = await reportAttempts(
    keyContext(tenant),
    received([
      { ...attempt, externalId: 'matched', record: { kind: 'bill', sourceId: 'b', number: 'B-1' } },
      { ...attempt, externalId: 'unmatched', record: { kind: 'bill', sourceId: 'later' } },
    ]),
  );
  recordId = String(results[0]?.recordId);
  app = new pg.Client({ connectionString: (await testDatabase()).appUrl });
  await app.connect();
});
afterAll(() => app.end());

/** Runs one statement as the application would, within the tenant; the change is kept. */
async function asApplication(text: string, values: unknown[] = []): Promise<number> {
  await app.query('BEGIN');
  try {
    await app.query("SELECT set_config('app.tenant_id', $1, true)", [tenant.info.id]);
    const { rowCount } = await app.query(text, values);
    await app.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await app.query('ROLLBACK');
    throw error;
  }
}

// No foreign key leads from a record to its source: that a source stays is what keeps it whole.
test('A source can’t be deleted, and stays the one it is', async () => {
  await expect(asApplication('DELETE FROM source')).rejects.toThrow('permission denied');
  await expect(asApplication('UPDATE source SET id = gen_random_uuid()')).rejects.toThrow('permission denied');
  await expect(asApplication('UPDATE source SET tenant_id = gen_random_uuid()')).rejects.toThrow('permission denied');
  expect(await asApplication("UPDATE source SET name = 'TMS'")).toBeGreaterThan(0);
});

describe('Attempts', () => {
  test.each([
    'outcome = 1',
    "error_message = 'x'",
    "raw = 'x'",
    'attempted_at = now()',
    'record_id = NULL, outcome = 1',
  ])('can’t be changed: %s', async (change) => {
    await expect(asApplication(`UPDATE sync_attempt SET ${change}`)).rejects.toThrow('permission denied');
  });

  test('can’t be deleted or emptied', async () => {
    await expect(asApplication('DELETE FROM sync_attempt')).rejects.toThrow('permission denied');
    await expect(asApplication('TRUNCATE sync_attempt')).rejects.toThrow('permission denied');
  });

  test('can’t be overwritten by inserting them again', async () => {
    await expect(
      asApplication(
        `INSERT INTO sync_attempt SELECT * FROM sync_attempt ON CONFLICT (tenant_id, id) DO UPDATE SET outcome = 1`,
      ),
    ).rejects.toThrow('permission denied');
  });

  test('that have a record keep it', async () => {
    const changed = await asApplication(`UPDATE sync_attempt SET record_id = $1 WHERE external_id = 'matched'`, [
      recordId,
    ]);
    expect(changed).toBe(0);
    expect(await asApplication(`UPDATE sync_attempt SET content_version = 9 WHERE external_id = 'matched'`)).toBe(0);
  });

  test('that wait for one are linked once, and never unlinked', async () => {
    const link = `UPDATE sync_attempt SET record_id = $1, content_version = 1 WHERE external_id = 'unmatched'`;
    await expect(
      asApplication(`UPDATE sync_attempt SET content_version = 9 WHERE external_id = 'unmatched'`),
    ).rejects.toThrow('row-level security');
    expect(await asApplication(link, [recordId])).toBe(1);
    expect(await asApplication(link, [recordId])).toBe(0);
    const rows = await storedRows(tenant, 'sync_attempt', 'external_id');
    expect(rows.map(({ record_id }) => record_id)).toEqual([recordId, recordId]);
  });
});

describe('Audit events', () => {
  test('can’t be changed, deleted or emptied', async () => {
    const before = await storedRows(tenant, 'audit_event', 'id');
    expect(before.length).toBeGreaterThan(0);
    for (const text of [
      "UPDATE audit_event SET actor_name = 'nobody'",
      'DELETE FROM audit_event',
      'TRUNCATE audit_event',
      "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (tenant_id, id) DO UPDATE SET note = 'x'",
    ]) {
      await expect(asApplication(text), text).rejects.toThrow('permission denied');
    }
    expect(await storedRows(tenant, 'audit_event', 'id')).toEqual(before);
  });
});

describe('Seals and checkpoints of the audit log', () => {
  test.each(['audit_seal', 'audit_checkpoint'])('can’t be changed, deleted or emptied: %s', async (table) => {
    await sealAudit(memberOf(tenant), { key: null, isNow: true });
    const before = await storedRows(tenant, table, 'sequence');
    expect(before.length).toBeGreaterThan(0);
    for (const text of [
      `UPDATE ${table} SET hash = '\\x00'`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT (tenant_id, sequence) DO UPDATE SET hash = '\\x00'`,
    ]) {
      await expect(asApplication(text), text).rejects.toThrow('permission denied');
    }
    expect(await storedRows(tenant, table, 'sequence')).toEqual(before);
  });
});

describe('Items of a bulk change', () => {
  test('can be cleared away before it is started; from then on they stay, and keep all but their result', async () => {
    const ctx = await memberIn(tenant);
    const selection = named([{ id: recordId }]);
    const preview = await openBulkOperation(ctx, { act: 'status', target: 'failed', selection });
    const done = await runBulk(ctx, { act: 'status', target: 'failed' }, selection);
    const ofOperation = 'FROM bulk_item WHERE operation_id = $1';
    expect(await asApplication(`DELETE ${ofOperation}`, [preview.id])).toBe(1);
    expect(await asApplication(`DELETE ${ofOperation}`, [done.id])).toBe(0);
    expect(await asApplication("UPDATE bulk_item SET result = 'held' WHERE operation_id = $1", [done.id])).toBe(1);
    for (const column of ['former_sync_status = 1', 'version = 7', 'record_id = id', 'operation_id = NULL']) {
      await expect(asApplication(`UPDATE bulk_item SET ${column}`), column).rejects.toThrow(/denied|does not exist/);
    }
  });
});

test('records, once there, can’t be deleted', async () => {
  await expect(asApplication('DELETE FROM sync_record')).rejects.toThrow('permission denied');
  await expect(asApplication('DELETE FROM rejected_item')).rejects.toThrow('permission denied');
});
