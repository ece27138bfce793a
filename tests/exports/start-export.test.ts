import { utimesSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { sweepSpool } from '#lib/exports/spool.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { beginExport, exportFolder, FILTER, wishOf } from '#tests/factories/exported.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { readWorkbook, totalsOf, valuesOf } from '#tests/factories/workbook.ts';

/** So many that their export is still being written when it is cut off, and enough for one that is written to its end. */
const MANY = 60_000;
const ENOUGH = 12_000;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
  await storeRecords(tenant, [listedRecord(tenant)]);
  for (const [kind, count] of [
    ['bill', MANY],
    ['bill_payment', ENOUGH],
  ] as const) {
    await asAdministrator(
      `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, sync_status, sync_date, pending_since)
       SELECT $1, gen_random_uuid(), $2, $3, n::text, 'B-' || n, n / 100.0, 'USD', 2, now() - n * interval '1 second', now()
         FROM generate_series(1, $4::int) n`,
      [tenant.info.id, tenant.sourceId, kind, count],
    );
  }
});

const MANY_BILLS = { by: 'filter' as const, filter: { ...FILTER, kinds: ['bill' as const] } };
const ENOUGH_PAYMENTS = { by: 'filter' as const, filter: { ...FILTER, kinds: ['bill_payment' as const] } };

type Event = { action: string; subject_type: string; subject_id: string | null; after: Record<string, unknown> };

function events(of: TestTenant): Promise<Event[]> {
  return storedRows<Event>(of, 'audit_event', 'id');
}

async function queries(): Promise<number> {
  const [row] = await asAdministrator<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'tieout-export' AND datname = current_database()`,
  );
  return row!.count;
}

/** Looks again after a moment, in which whoever is waited for has the processor. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: 20_000, interval: 20 });
}

describe('The audit log', () => {
  test('has each export, with its filters and number of records, before a row is read', async () => {
    const own = await createTenant();
    await storeRecords(own, [listedRecord(own), listedRecord(own)]);
    const wish = wishOf({ remarks: [{ label: 'Status', text: 'Failed' }] });
    const started = await beginExport(memberOf(own), wish);
    const [event] = await events(own);
    expect(event).toMatchObject({
      action: 'export.created',
      subject_type: 'export',
      subject_id: started.id,
      after: { format: 'xlsx', hasAttempts: false, filters: { Status: 'Failed' }, records: 2, total: 2 },
    });
    await started.finished;
    expect(await events(own)).toHaveLength(1);
  });

  test('goes along with each export, also with a CSV, which has no place for it', async () => {
    const own = await createTenant();
    await storeRecords(own, [listedRecord(own)]);
    const options = { format: 'csv', hasAttempts: false, hasLines: false } as const;
    const before = await beginExport(memberOf(own), wishOf({ options }));
    expect(before.checkpoint).toBeNull();
    await before.finished;
    await sealAudit(memberOf(own), { key: null, isNow: true });
    const { checkpoint, finished } = await beginExport(memberOf(own), wishOf({ options }));
    await finished;
    expect(JSON.parse(checkpoint ?? '')).toMatchObject({ tenantId: own.info.id, sequence: 1, eventTotal: 1 });
  });

  test('has whoever may not export and tries', async () => {
    const own = await createTenant();
    const restricted = memberOf(own, permissionsOfRoles(['accounting_sync', 'hide_export_to_excel']));
    await expect(beginExport(restricted, wishOf())).rejects.toMatchObject({ code: 'forbidden' });
    expect(await events(own)).toMatchObject([{ action: 'export.refused', subject_type: 'export', subject_id: null }]);
    expect(await queries()).toBe(0);
  });

  test('an unknown operation is not found', async () => {
    const scope = { by: 'operation' as const, operationId: newId() };
    await expect(beginExport(memberOf(tenant), wishOf({ scope }))).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('cancelling ends the query and the process and removes the file, and is in the log', async () => {
  const own = tenant;
  const leaving = new AbortController();
  const before = (await events(own)).length;
  const beginning = beginExport(memberOf(own), wishOf({ scope: MANY_BILLS }), { signal: leaving.signal });
  const started = await beginning;
  expect(await queries()).toBe(1);
  leaving.abort();
  await expect(started.finished).rejects.toThrow('cancelled');
  await started.cancel();
  await until(async () => (await queries()) === 0);
  expect(await readdir(await exportFolder())).not.toContain(path.basename(started.file));
  await until(async () => (await events(own)).length === before + 2);
  expect((await events(own)).slice(before)).toMatchObject([
    { action: 'export.created', subject_id: started.id },
    { action: 'export.cancelled', subject_id: started.id, after: { records: MANY } },
  ]);
});

test('a query that waits for a lock is ended too', async () => {
  const leaving = new AbortController();
  const holder = await (await administrator()).connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE error_message, sync_record_line IN ACCESS EXCLUSIVE MODE');
  try {
    const options = { format: 'xlsx' as const, hasAttempts: false, hasLines: true };
    const beginning = beginExport(memberOf(tenant), wishOf({ options }), { signal: leaving.signal });
    beginning.catch(() => undefined);
    await until(async () => {
      const waiting = await asAdministrator(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'tieout-export' AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    leaving.abort();
    await expect(beginning).rejects.toThrow('cancelled');
    await until(async () => (await queries()) === 0);
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
});

test('one snapshot: what changes while it is written changes nothing in it', async () => {
  const started = await beginExport(memberOf(tenant), wishOf({ scope: ENOUGH_PAYMENTS }));
  // It is counted; its rows are about to be read.
  await asAdministrator(
    `UPDATE sync_record SET amount = amount + 1000, number = 'changed' WHERE tenant_id = $1 AND kind = 'bill_payment'`,
    [tenant.info.id],
  );
  await started.finished;
  const workbook = await readWorkbook(await readFile(started.file));
  const rows = valuesOf(workbook.getWorksheet('Invoices'));
  expect(rows).toHaveLength(ENOUGH);
  expect(rows.filter((row) => row.Number === 'changed')).toEqual([]);
  const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.Amount) * 100), 0);
  expect(cents).toBe((ENOUGH * (ENOUGH + 1)) / 2);
  expect(totalsOf(workbook)[0]).toMatchObject({ records: ENOUGH, sums: [cents / 100, 0, 0] });
});

test('a process that is killed is told of, and leaves the place to others', async () => {
  const started = await beginExport(memberOf(tenant), wishOf({ scope: MANY_BILLS }));
  await asAdministrator(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tieout-export' AND datname = current_database()`,
  );
  await expect(started.finished).rejects.toThrow();
  await until(async () => (await events(tenant)).at(-1)?.action === 'export.failed');
  for (let again = 0; again < 3; again += 1) {
    await (await beginExport(memberOf(tenant), wishOf())).finished;
  }
});

test('a process that is killed outright leaves no file behind', async () => {
  const started = await beginExport(memberOf(tenant), wishOf({ scope: MANY_BILLS }));
  process.kill(started.processId ?? Number.NaN, 'SIGKILL');
  await expect(started.finished).rejects.toThrow('ended');
  await until(async () => !(await readdir(await exportFolder())).includes(path.basename(started.file)));
  await until(async () => (await queries()) === 0);
});

test('exports beyond the places wait, and give theirs up when they are cancelled', async () => {
  const running = await Promise.all(
    [1, 2].map(() => beginExport(memberOf(tenant), wishOf({ scope: ENOUGH_PAYMENTS }))),
  );
  const leaving = new AbortController();
  const cancelled = beginExport(memberOf(tenant), wishOf(), { signal: leaving.signal });
  const third = beginExport(memberOf(tenant), wishOf());
  leaving.abort();
  await expect(cancelled).rejects.toThrow();
  expect(await queries()).toBeLessThanOrEqual(2);
  await Promise.all(running.map(({ finished }) => finished));
  await (await third).finished;
});

test('files that nobody fetched are removed after a time', async () => {
  const folder = await exportFolder();
  const [old, young] = [path.join(folder, 'old.xlsx'), path.join(folder, 'young.xlsx')];
  for (const file of [old, young]) await writeFile(file, 'x');
  const then = new Date(Date.now() - 60_000);
  utimesSync(old, then, then);
  await sweepSpool(folder, 30_000);
  const left = await readdir(folder);
  expect(left).not.toContain('old.xlsx');
  expect(left).toContain('young.xlsx');
});
