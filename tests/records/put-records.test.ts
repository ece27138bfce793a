import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { storedCount, storedRecord, storedRows } from '#tests/factories/stored.ts';
import { createSource, createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  ctx = keyContext(tenant);
});

const invoice = { kind: 'invoice', sourceId: 'inv_1', number: 'INV-1', amount: '1250.00', currency: 'USD' };

async function put(...items: unknown[]) {
  return putRecords(ctx, received(items));
}

describe('Answers', () => {
  test('one result an item, in order: created, updated, unchanged, rejected', async () => {
    await put(invoice, { ...invoice, sourceId: 'inv_2' });
    const results = await put(
      { ...invoice, sourceId: 'inv_3' },
      { ...invoice, number: 'INV-1b' },
      { ...invoice, kind: 'quote' },
      { ...invoice, sourceId: 'inv_2' },
    );
    expect(results.map(({ index, result }) => [index, result])).toEqual([
      [0, 'created'],
      [1, 'updated'],
      [2, 'rejected'],
      [3, 'unchanged'],
    ]);
    expect(results[2]).toMatchObject({
      id: null,
      errors: [{ field: 'kind', message: 'must be one of invoice, invoice_payment, bill, bill_payment' }],
    });
    expect(results[1]?.id).toBe((await storedRecord(tenant, 'inv_1')).id);
  });

  test('items of one record read as if they ran one after the other', async () => {
    const results = await put(invoice, invoice, { ...invoice, payer: 'Acme' }, { ...invoice, payer: null });
    expect(results.map(({ result }) => result)).toEqual(['created', 'unchanged', 'updated', 'updated']);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ payer: null, content_version: 3, version: 1 });
  });

  test('the same call again is unchanged, and writes nothing', async () => {
    await put(invoice, { ...invoice, sourceId: 'inv_2', lines: [{ lineNo: 1, amount: '5' }] });
    const before = await storedRows(tenant, 'sync_record', 'id');
    const events = await storedCount(tenant, 'audit_event');
    const results = await put(invoice, { ...invoice, sourceId: 'inv_2', lines: [{ lineNo: 1, amount: '5' }] });
    expect(results.map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
    expect(await storedRows(tenant, 'sync_record', 'id')).toEqual(before);
    expect(await storedCount(tenant, 'audit_event')).toBe(events);
  });

  test('older data is answered unchanged and stale', async () => {
    await put({ ...invoice, sourceUpdatedAt: '2026-10-02T00:00:00Z' });
    const results = await put({ ...invoice, number: 'OLD', sourceUpdatedAt: '2026-10-01T23:00:00-00:30' });
    expect(results).toEqual([{ index: 0, result: 'unchanged', id: expect.any(String), stale: true }]);
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ number: 'INV-1' });
  });

  test('the same sourceId is another record in another kind and in another source', async () => {
    await createSource(tenant.info.id, 'zapier');
    const results = await put(invoice, { ...invoice, kind: 'bill' }, { ...invoice, source: 'zapier' });
    expect(new Set(results.map(({ id }) => id)).size).toBe(3);
    expect(results.map(({ result }) => result)).toEqual(['created', 'created', 'created']);
  });

  test('a member can’t report for a source system, and a key needs the scope records:write', async () => {
    const reader = keyContext(tenant, { scopes: ['records:read', 'attempts:write'] });
    await expect(putRecords(reader, received([invoice]))).rejects.toMatchObject({ code: 'forbidden' });
    const member = memberOf(tenant, new Set(['record:write']));
    await expect(putRecords(member, received([invoice]))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await storedCount(tenant, 'sync_record')).toBe(0);
  });
});

describe('What is stored', () => {
  test('every field, exactly', async () => {
    await put({
      kind: 'bill',
      sourceId: 'b 1',
      connection: { ledger: 'qbo', companyId: 'realm-1' },
      number: '  7 ',
      amount: '-999999999999999.9999',
      currency: 'EUR',
      payer: 'Müller & Söhne "GmbH"',
      payerEmail: 'a@example.com',
      billingOrg: "O'Neill \\ Co 🚚",
      billingOrgEmail: 'b@example.com',
      shipmentId: 'SHP-1',
      sourceStatus: 'Approved',
      documentDate: '2026-02-28',
      dueDate: '2026-03-31',
      sourceUpdatedAt: '2026-02-28T23:59:59.999+02:00',
    });
    expect(await storedRecord(tenant, 'b 1')).toMatchObject({
      kind: 'bill',
      connection_id: tenant.connectionId,
      number: '  7 ',
      currency: 'EUR',
      payer: 'Müller & Söhne "GmbH"',
      billing_org: "O'Neill \\ Co 🚚",
      billing_org_email: 'b@example.com',
      shipment_id: 'SHP-1',
      source_status: 'Approved',
      document_date: '2026-02-28',
      due_date: '2026-03-31',
      source_updated_at: '2026-02-28T21:59:59.999+00:00',
      sync_status: 0,
      content_version: 1,
    });
    const [row] = await storedRows<{ amount: string }>(tenant, 'sync_record', 'id');
    expect(row?.amount).toBe('-999999999999999.9999');
  });

  test('lines are replaced as a whole; what the ledger accepted of a line that stays is kept', async () => {
    await put({ ...invoice, lines: [1, 2, 3].map((lineNo) => ({ lineNo, description: `L${lineNo}`, amount: '1' })) });
    const pool = await administrator();
    await pool.query('UPDATE sync_record_line SET synced_amount = 9 WHERE tenant_id = $1', [tenant.info.id]);
    await put({
      ...invoice,
      lines: [
        {
          lineNo: 2,
          description: 'L2 new',
          amount: '2',
          quantity: '1.5',
          tracking: [{ name: 'Region', option: 'West' }],
        },
        { lineNo: 4, amount: '4' },
      ],
    });
    expect(await storedRows(tenant, 'sync_record_line', 'line_no')).toMatchObject([
      {
        line_no: 2,
        description: 'L2 new',
        amount: '2.0000',
        quantity: '1.500000',
        tracking: [{ name: 'Region', option: 'West' }],
        synced_amount: '9.0000',
      },
      { line_no: 4, description: null, amount: '4.0000', synced_amount: null },
    ]);
    await put({ ...invoice, number: 'lines left out' });
    expect(await storedCount(tenant, 'sync_record_line')).toBe(2);
    await put({ ...invoice, lines: [] });
    expect(await storedCount(tenant, 'sync_record_line')).toBe(0);
  });

  test('what a payment pays is replaced as a whole, in its order', async () => {
    const payment = { kind: 'invoice_payment', sourceId: 'p1', amount: '30', currency: 'USD' };
    const applied = (sourceId: string, amount: string) => ({ kind: 'invoice', sourceId, amount });
    await put({ ...payment, applies: [applied('b', '10'), applied('a', '20')] });
    await put({ ...payment, applies: [applied('a', '25'), applied('c', '5')] });
    expect(await storedRows(tenant, 'record_application', 'position')).toMatchObject([
      { position: 1, external_key: 'a', amount: '25.0000', source_id: tenant.sourceId },
      { position: 2, external_key: 'c', amount: '5.0000' },
    ]);
    await put({ ...payment, applies: [] });
    expect(await storedCount(tenant, 'record_application')).toBe(0);
  });
});

describe('Audit', () => {
  test('one event a call with its counts, and one a document that changed', async () => {
    await put(invoice, { ...invoice, sourceId: 'inv_2' });
    await put({ ...invoice, amount: '1300.00' }, { ...invoice, sourceId: 'inv_2' }, { kind: 'invoice' });
    const events = await storedRows<Record<string, unknown>>(tenant, 'audit_event', 'id');
    const { id } = await storedRecord(tenant, 'inv_1');
    expect(events).toMatchObject([
      { action: 'records.put', subject_id: tenant.sourceId, after: { created: 2 } },
      {
        action: 'records.put',
        after: { updated: 1, unchanged: 1, rejected: 1 },
        actor_type: 'api_key',
        actor_id: tenant.keyId,
      },
      {
        action: 'record.changed',
        subject_type: 'record',
        subject_id: id,
        before: { amount: '1250.0000' },
        after: { amount: '1300.0000' },
        correlation_id: ctx.requestId,
        address: '192.0.2.1',
      },
    ]);
  });
});

describe('What is refused', () => {
  test.each([
    ['an unknown field, by its name', { ...invoice, amuont: '1' }, 'amuont'],
    ['an unknown field of a line', { ...invoice, lines: [{ lineNo: 1, qty: '1' }] }, 'lines[0].qty'],
    ['money as a number', { ...invoice, amount: 12.5 }, 'amount'],
    ['money with five decimals', { ...invoice, amount: '1.00001' }, 'amount'],
    ['money with sixteen integer digits', { ...invoice, amount: '1234567890123456' }, 'amount'],
    ['money in scientific notation', { ...invoice, amount: '1e3' }, 'amount'],
    ['an amount without its currency', { ...invoice, currency: undefined }, 'currency'],
    ['a currency in small letters', { ...invoice, currency: 'usd' }, 'currency'],
    ['a day that does not exist', { ...invoice, documentDate: '2026-02-29' }, 'documentDate'],
    ['a day that the database can’t hold', { ...invoice, documentDate: '0000-01-01' }, 'documentDate'],
    ['a time without its offset', { ...invoice, sourceUpdatedAt: '2026-01-01T00:00:00' }, 'sourceUpdatedAt'],
    ['a repeated line number', { ...invoice, lines: [{ lineNo: 1 }, { lineNo: 1 }] }, 'lines'],
    ['an empty sourceId', { ...invoice, sourceId: '' }, 'sourceId'],
    ['a text of 256 characters', { ...invoice, payer: 'x'.repeat(256) }, 'payer'],
    ['the character U+0000', { ...invoice, payer: 'a\u0000b' }, 'payer'],
    ['half of a surrogate pair', { ...invoice, payer: 'a\ud83d' }, 'payer'],
    ['an unknown source', { ...invoice, source: 'nobody' }, 'source'],
    ['an unknown connection', { ...invoice, connection: { ledger: 'xero', companyId: 'x' } }, 'connection'],
    ['null', null, ''],
    ['a text', 'invoice', ''],
  ])('%s', async (_what, item, field) => {
    const [first, second] = await put(item, invoice);
    expect(first).toMatchObject({ index: 0, result: 'rejected', id: null });
    expect(first?.errors?.map((error) => error.field)).toEqual([field]);
    expect(second).toMatchObject({ index: 1, result: 'created' });
  });

  test('an unknown source is told which there are', async () => {
    await createSource(tenant.info.id, 'aroflo');
    const [result] = await put({ ...invoice, source: 'nobody' });
    expect(result?.errors?.[0]?.message).toContain('known are aroflo, tms');
  });

  test('an unknown field whose name can’t be stored costs the others nothing', async () => {
    const results = await put({ ...invoice, 'bad\u0000name': 1 }, { ...invoice, 'bad\ud800': 1 }, invoice);
    expect(results.map(({ result }) => result)).toEqual(['rejected', 'rejected', 'created']);
    expect(await storedCount(tenant, 'rejected_item')).toBe(2);
  });

  test('is kept as received with its reasons, and the same again counts up', async () => {
    const item = { ...invoice, amuont: '1' };
    await put(item, { kind: 'invoice', sourceId: '' });
    await put(item);
    const rows = await storedRows<Record<string, unknown>>(tenant, 'rejected_item', 'id');
    const kept = rows.find((row) => row.times === 2);
    expect(rows).toHaveLength(2);
    expect(kept).toMatchObject({
      item: JSON.stringify(item),
      call: 'records',
      errors: [{ field: 'amuont', message: expect.stringContaining('not a field') }],
      source_id: tenant.sourceId,
      api_key_id: tenant.keyId,
    });
  });

  test('twice in one call, it is kept once', async () => {
    const results = await put({ kind: 'x' }, { kind: 'x' });
    expect(results.map(({ result }) => result)).toEqual(['rejected', 'rejected']);
    expect(await storedCount(tenant, 'rejected_item')).toBe(1);
  });
});
