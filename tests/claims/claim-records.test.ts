import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { claimRecords } from '#lib/claims/claim-records.ts';
import { releaseClaim } from '#lib/claims/release-claim.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { claim, namesOf, putInvoices, report, runOut } from '#tests/factories/claims.ts';
import { received } from '#tests/factories/received-item.ts';
import { storedCount, storedRecord } from '#tests/factories/stored.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createKey, createSource, createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  ctx = keyContext(tenant);
});

function payment(sourceId: string, invoices: string[], sourceStatus = 'Posted') {
  return {
    kind: 'invoice_payment',
    sourceId,
    sourceStatus,
    amount: '1',
    currency: 'USD',
    applies: invoices.map((invoice) => ({ kind: 'invoice', sourceId: invoice, amount: '1.5' })),
  };
}

describe('What is handed out', () => {
  test('is the whole document, with a stable key, its reference and until when it is held', async () => {
    await putRecords(
      ctx,
      received([
        {
          kind: 'invoice',
          sourceId: 'inv_1',
          number: 'INV-1',
          amount: '1250.5',
          currency: 'USD',
          payer: 'Acme',
          payerEmail: 'a@acme.example',
          billingOrg: 'West',
          sourceStatus: ' CREATED ',
          documentDate: '2026-10-31',
          connection: { ledger: 'qbo', companyId: 'realm-1' },
          lines: [
            { lineNo: 2, description: 'Fuel', amount: '50.5', tracking: [{ name: 'Region', option: 'West' }] },
            { lineNo: 1, description: 'Linehaul', quantity: '2.50', unitAmount: '480', amount: '1200' },
          ],
        },
      ]),
    );
    const { id: recordId } = await storedRecord(tenant, 'inv_1');
    const first = await claim(ctx, { leaseSeconds: 60 });
    expect(first).toMatchObject({ id: expect.any(String), hasMore: false });
    expect(first.records).toEqual([
      expect.objectContaining({
        id: recordId,
        kind: 'invoice',
        source: 'tms',
        sourceId: 'inv_1',
        number: 'INV-1',
        amount: '1250.50',
        payerEmail: 'a@acme.example',
        documentDate: '2026-10-31',
        contentVersion: 1,
        idempotencyKey: `${recordId}-v1`,
        referenceNumber: null,
        checkFirst: false,
        leaseUntil: first.leaseUntil,
        connection: { ledger: 'qbo', companyId: 'realm-1', companyName: 'Acme Inc' },
        lines: [
          expect.objectContaining({ lineNo: 1, quantity: '2.5', amount: '1200.00' }),
          expect.objectContaining({ lineNo: 2, amount: '50.50', tracking: [{ name: 'Region', option: 'West' }] }),
        ],
        applies: [],
      }),
    ]);
    await releaseClaim(ctx, String(first.id), {});
    const [again] = (await claim(ctx)).records;
    expect(again).toMatchObject({ idempotencyKey: `${recordId}-v1` });
  });

  test('is what the source’s settings and the usual words call syncable, oldest first, of the key’s own source', async () => {
    const aroflo = await createSource(tenant.info.id, 'aroflo', {
      sourceStatuses: { invoice: { 'ready to go': 'syncable', created: 'not_yet', '': 'syncable' } },
    });
    const old = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
    const make = (external_key: string, minutes: number, changes: object) =>
      listedRecord(tenant, { external_key, sync_status: 0, pending_since: old(minutes), ...changes });
    await storeRecords(tenant, [
      make('third', 3, { source_status: 'Created' }),
      make('first', 1, { source_status: 'created', kind: 'bill_payment', excluded_at: old(1) }),
      make('second', 2, { source_status: 'APPROVED', kind: 'bill' }),
      make('draft', 0, { source_status: 'Draft' }),
      make('none', 0, { source_status: null }),
      make('void', 0, { source_status: 'Void' }),
      make('failed', 0, { source_status: 'Created', sync_status: 2 }),
      make('approved invoice', 0, { source_status: 'Approved' }),
      make('of another source', 0, { source_status: 'Ready to go', source_id: aroflo }),
      make('of another source, without a status', 1, { source_status: null, source_id: aroflo }),
      make('of another source, mapped otherwise', 2, { source_status: 'Created', source_id: aroflo }),
    ]);
    expect(namesOf(await claim(ctx))).toEqual(['second', 'third']);
    expect(namesOf(await claim(ctx, { sources: ['aroflo', 'tms'] }))).toEqual([
      'of another source',
      'of another source, without a status',
    ]);
    await expect(claim(ctx, { sources: ['nobody'] })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('of one kind, and no more than asked for', async () => {
    await putInvoices(ctx, ['a', 'b', 'c']);
    await putRecords(ctx, received([{ kind: 'bill', sourceId: 'bill', sourceStatus: 'Approved' }]));
    expect(namesOf(await claim(ctx, { kind: 'bill' }))).toEqual(['bill']);
    const two = await claim(ctx, { limit: 2 });
    expect([namesOf(two), two.hasMore]).toEqual([['a', 'b'], true]);
    expect(namesOf(await claim(ctx))).toEqual(['c']);
    expect(await claim(ctx)).toEqual({ id: null, leaseUntil: null, hasMore: false, records: [] });
  });

  test('of payments, those whose documents are all Complete, with their numbers in the ledger', async () => {
    await putInvoices(ctx, ['inv_1', 'inv_2']);
    await putRecords(
      ctx,
      received([
        payment('both', ['inv_1', 'inv_2']),
        payment('one', ['inv_1']),
        payment('unknown', ['inv_1', 'nobody']),
        payment('nothing', []),
        payment('draft', ['inv_1'], 'Draft'),
      ]),
    );
    const kind = 'invoice_payment';
    expect(namesOf(await claim(ctx, { kind }))).toEqual(['nothing']);
    await report(ctx, 'inv_1', 'complete');
    const ready = await claim(ctx, { kind });
    expect(namesOf(ready)).toEqual(['one']);
    expect(ready.records[0]?.applies).toEqual([
      expect.objectContaining({ sourceId: 'inv_1', number: 'INV_1', referenceNumber: 'QB-inv_1', amount: '1.50' }),
    ]);
    await report(ctx, 'inv_2', 'complete');
    expect(namesOf(await claim(ctx, { kind }))).toEqual(['both']);
  });

  test('with its reference where it was written before, so that the job updates it', async () => {
    const [id] = await putInvoices(ctx, ['inv_1']);
    await report(ctx, 'inv_1', 'complete');
    await asAdministrator('UPDATE sync_record SET sync_status = 0 WHERE tenant_id = $1 AND id = $2', [
      tenant.info.id,
      id,
    ]);
    await putInvoices(ctx, ['inv_1'], { amount: '120' });
    const [record] = (await claim(ctx)).records;
    expect(record).toMatchObject({ referenceNumber: 'QB-inv_1', idempotencyKey: `${id}-v2`, checkFirst: false });
  });
});

describe('A claim', () => {
  test('with an idempotency key is made once, also by two calls at once, and answered with what it holds still', async () => {
    await putInvoices(ctx, ['a', 'b', 'c', 'd']);
    const body = { limit: 2, idempotencyKey: 'run-1' };
    const [one, two] = await Promise.all([claim(ctx, body), claim(ctx, body)]);
    expect(two.id).toBe(one.id);
    expect(namesOf(two)).toEqual(namesOf(one));
    expect(await storedCount(tenant, 'lease')).toBe(2);
    await report(ctx, 'a', 'complete');
    expect(namesOf(await claim(ctx, body))).toEqual(['b']);
    // The header means the same as the field; another call with the key is refused.
    expect((await claimRecords(ctx, { limit: 2 }, 'run-1')).id).toBe(one.id);
    await expect(claim(ctx, { ...body, limit: 3 })).rejects.toMatchObject({ code: 'conflict' });
    await runOut(tenant);
    expect(await claim(ctx, body)).toMatchObject({ id: one.id, records: [] });
  });

  test('needs the scope claims:write, and a key', async () => {
    await expect(claim(keyContext(tenant, { scopes: ['records:write'] }))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 1001 }],
    ['limit', { limit: '5' }],
    ['leaseSeconds', { leaseSeconds: 3601 }],
    ['kind', { kind: 'order' }],
    ['sources', { sources: [] }],
    ['extra', { extra: 1 }],
  ])('is refused with the field: %s %j', async (field, body) => {
    await expect(claim(ctx, body)).rejects.toMatchObject({ fields: [{ field }] });
  });
});

test('eight jobs at once are handed each record once, while reports and documents come in', async () => {
  const ids = Array.from({ length: 800 }, (_, index) => `inv_${index}`);
  await putInvoices(ctx, ids);
  const { keyId } = await createKey(tenant.info.id, tenant.sourceId, ['claims:write']);
  const jobs = Array.from({ length: 8 }, (_, job) =>
    job % 2 === 0 ? ctx : keyContext({ ...tenant, keyId }, { scopes: ['claims:write'] }),
  );
  const handedOut: unknown[] = [];
  await Promise.all(
    jobs.map(async (job, index) => {
      for (;;) {
        const taken = await claim(job, { limit: 37 });
        handedOut.push(...namesOf(taken));
        if (taken.records.length === 0 && !taken.hasMore) break;
        if (index === 0) await report(ctx, String(taken.records[0]?.sourceId ?? 'inv_0'), 'complete');
        if (index === 2) await putInvoices(ctx, [`inv_${700 + index}`], { payer: `Payer ${handedOut.length}` });
      }
    }),
  );
  // What was locked by a report at that moment was passed over, and is there for the next call.
  handedOut.push(...namesOf(await claim(ctx, { limit: 1000 })));
  expect(handedOut.toSorted()).toEqual(ids.toSorted());
});

test('thousands of payments that wait keep nothing behind them out of reach', async () => {
  const old = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  const waiting = Array.from({ length: 10_500 }, (_, index) =>
    listedRecord(tenant, {
      kind: 'invoice_payment',
      source_status: 'Posted',
      sync_status: 0,
      pending_since: old(index),
    }),
  );
  await storeRecords(tenant, waiting);
  await asAdministrator(
    `INSERT INTO record_application (tenant_id, payment_id, position, source_id, kind, external_key, amount)
     SELECT tenant_id, id, 1, source_id, 'invoice', 'nobody', 1 FROM sync_record WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  await putInvoices(ctx, ['behind']);
  expect(await claim(ctx)).toMatchObject({ id: null, hasMore: true });
  expect(namesOf(await claim(ctx))).toEqual(['behind']);
  // Then it begins with the oldest again, which may be ready by now.
  await asAdministrator('DELETE FROM record_application WHERE tenant_id = $1 AND payment_id = $2', [
    tenant.info.id,
    waiting[0]?.id,
  ]);
  expect(namesOf(await claim(ctx))).toEqual([waiting[0]?.external_key]);
});
