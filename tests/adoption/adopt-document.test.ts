import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adoptDocument } from '#lib/adoption/adopt-document.ts';
import { offerAdoption } from '#lib/adoption/offer-adoption.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { variablesOf } from '#tests/factories/connections.ts';
import { addGrant } from '#tests/factories/grants.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365009001';
const ORGANISATION = 'b1c1d1e1-0000-4000-8000-000000000901';
const TAKEN =
  'Duplicate Document Number Error : You must specify a different number. This number has already been used.';

let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;

beforeAll(async () => {
  qbo = await startQbo({ companies: [{ realmId: REALM, settings: { name: 'Acme Freight' } }] });
  xero = await startXero({ organisations: [{ tenantId: ORGANISATION }] });
  qbo.limits.second.limit = { most: 1_000, seconds: 1 };
  setEnvironment(variablesOf({ qbo, xero }));
});
afterAll(async () => {
  await Promise.all([qbo.close(), xero.close()]);
  await closeDatabase();
});
beforeEach(async () => {
  tenant = await createTenant();
  qbo.faults.clear();
});

const person = () => memberIn(tenant);
const connectQbo = () => addGrant(tenant, qbo, { ledger: 'qbo', companyId: REALM, name: 'Acme Freight' });

/** A record that failed since its number is used; gives its id. */
async function failed(number: string, more: Record<string, unknown> = {}): Promise<string> {
  const record = {
    kind: 'bill',
    sourceId: number,
    number,
    amount: '250.00',
    currency: 'USD',
    billingOrg: 'ACME  Haulage Ltd.',
    documentDate: '2026-10-31',
    ...more,
  };
  const outcome = { outcome: 'failed', attemptedAt: '2026-11-01T10:00:00Z', errorMessage: TAKEN };
  const [result] = await reportAttempts(keyContext(tenant), received([{ externalId: number, record, ...outcome }]));
  const [row] = await asAdministrator<{ id: string }>(
    'SELECT record_id AS id FROM sync_attempt WHERE tenant_id = $1 AND id = $2',
    [tenant.info.id, result?.id],
  );
  return row?.id ?? '';
}

const bill = (number: string, more: Record<string, unknown> = {}) =>
  qbo.company(REALM).put('Bill', {
    DocNumber: number,
    TxnDate: '2026-10-31',
    TotalAmt: 250,
    Balance: 250,
    CurrencyRef: { value: 'USD' },
    VendorRef: { value: '9', name: 'Acmé Haulage Ltd' },
    ...more,
  });

describe('Adopting the document that holds the number', () => {
  test('completes the record with its id, says what was compared, is done once, and can be undone', async () => {
    await connectQbo();
    const typed = bill('B-100');
    const id = await failed('B-100');
    const ctx = await person();
    const offer = await offerAdoption(ctx, id);
    expect(offer).toMatchObject({ number: 'B-100', connection: { ledger: 'qbo', companyName: 'Acme Freight' } });
    expect(offer.candidates).toMatchObject([
      { externalKey: typed.Id, isAdoptable: true, owner: null, total: '250.0000' },
    ]);

    const adopted = await adoptDocument(ctx, { recordId: id, externalKey: typed.Id });
    expect(adopted).toMatchObject({ state: 'adopted', referenceNumber: typed.Id });
    const record = await getRecord(ctx, id);
    expect(record).toMatchObject({
      syncStatus: 'complete',
      isByHand: true,
      referenceNumber: typed.Id,
      // What nobody wrote was not synced: it is by hand, and compared with what the ledger says instead.
      syncedAmount: null,
      comparison: 'not_compared',
    });
    expect(record.events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['record.found_in_ledger', 'record.status_changed']),
    );
    expect(record.events.find(({ action }) => action === 'record.found_in_ledger')?.after).toMatchObject({
      ledger: 'qbo',
      externalKey: typed.Id,
      facts: expect.arrayContaining([{ what: 'total', record: '250.0000', ledger: '250.0000', isSame: true }]),
    });
    expect(await adoptDocument(ctx, { recordId: id, externalKey: typed.Id })).toMatchObject({ state: 'already' });
    await expect(offerAdoption(ctx, id)).rejects.toMatchObject({ code: 'conflict' });

    const undo = await openUndo(ctx, adopted.operationId ?? '');
    await startBulkOperation(ctx, { id: undo.id, reason: 'Wrong', referenceNumber: null });
    expect(await getRecord(ctx, id)).toMatchObject({
      syncStatus: 'failed',
      referenceNumber: null,
      cause: 'duplicate_document',
    });
    expect(qbo.log.writes).toEqual([]);
  });

  test('is refused for what differs, what is void, what another record is, and what is no longer there', async () => {
    await connectQbo();
    const ctx = await person();
    const other = bill('B-200', { TotalAmt: 251, VendorRef: { value: '8', name: 'Somebody else' } });
    const voided = bill('B-201');
    qbo.company(REALM).voidDocument('Bill', voided.Id);
    const owned = bill('B-202');
    const written = { kind: 'bill', sourceId: 'written', number: 'B-202', amount: '250.00', currency: 'USD' };
    const complete = { outcome: 'complete', attemptedAt: '2026-11-01T09:00:00Z', referenceNumber: owned.Id };
    await reportAttempts(keyContext(tenant), received([{ externalId: 'w', record: written, ...complete }]));
    const gone = bill('B-203');
    const [differs, isVoid, isOwned, isGone, none] = await Promise.all(
      ['B-200', 'B-201', 'B-202', 'B-203', 'B-204'].map((number) => failed(number)),
    );
    const offers = await Promise.all([differs, isVoid, isOwned, none].map((id) => offerAdoption(ctx, id ?? '')));
    expect(offers.map(({ candidates }) => candidates.map(({ isAdoptable }) => isAdoptable))).toEqual([
      [false],
      [false],
      [false],
      [],
    ]);
    const [first, second, third] = offers.map(({ candidates: [one] }) => one);
    expect(first?.facts.filter(({ isSame }) => !isSame).map(({ what }) => what)).toEqual(['party', 'total']);
    expect(second?.facts.find(({ what }) => what === 'status')).toMatchObject({ ledger: 'voided', isSame: false });
    expect(third?.owner).toMatchObject({ number: 'B-202', source: 'TMS' });

    const adopt = (recordId: string | undefined, externalKey: string) =>
      adoptDocument(ctx, { recordId: recordId ?? '', externalKey });
    await expect(adopt(differs, other.Id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/party, the total differ/),
    });
    await expect(adopt(isVoid, voided.Id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(adopt(isOwned, owned.Id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/B-202 already/),
    });
    // Seen, and deleted before it was adopted.
    expect((await offerAdoption(ctx, isGone ?? '')).candidates[0]?.isAdoptable).toBe(true);
    qbo.company(REALM).remove('Bill', gone.Id);
    await expect(adopt(isGone, gone.Id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/no longer has/),
    });
    expect(
      await asAdministrator(`SELECT count(*)::int AS n FROM sync_record WHERE tenant_id = $1 AND is_by_hand`, [
        tenant.info.id,
      ]),
    ).toEqual([{ n: 0 }]);
  });

  test('asks nobody without the right, without a company, or while the ledger does not answer', async () => {
    const id = await failed('B-300');
    await expect(offerAdoption(await person(), id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/not connected/),
    });
    const { connectionId } = await connectQbo();
    bill('B-300');
    await expect(offerAdoption(keyContext(tenant), id)).rejects.toMatchObject({ code: 'forbidden' });
    qbo.faults.always('api', { kind: 'answer', name: 'subscription_lapsed' });
    await expect(offerAdoption(await person(), id)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/subscription/),
    });
    qbo.faults.clear();
    await asAdministrator(
      `INSERT INTO ledger_call_day (tenant_id, connection_id, day, held_until) VALUES ($1, $2, current_date, now() + interval '1 hour')
       ON CONFLICT (tenant_id, connection_id, day) DO UPDATE SET held_until = excluded.held_until`,
      [tenant.info.id, connectionId],
    );
    await expect(offerAdoption(await person(), id)).rejects.toMatchObject({ code: 'rate_limited' });
    // A record that changes between the two is not completed by what was compared before.
    await asAdministrator('UPDATE ledger_call_day SET held_until = NULL WHERE tenant_id = $1', [tenant.info.id]);
    const offer = await offerAdoption(await person(), id);
    await putRecords(
      keyContext(tenant),
      received([{ kind: 'bill', sourceId: 'B-300', number: 'B-300', amount: '260.00' }]),
    );
    const externalKey = offer.candidates[0]?.externalKey ?? '';
    await expect(adoptDocument(await person(), { recordId: id, externalKey })).rejects.toMatchObject({
      message: expect.stringMatching(/the total differs/),
    });
  });

  test('goes by the customer of an invoice in Xero, whose company says its own currency', async () => {
    await addGrant(tenant, xero, { ledger: 'xero', companyId: ORGANISATION });
    const id = await failed('INV, "9"', { kind: 'invoice', payer: 'Zoë & Co', billingOrg: 'Nobody', currency: 'AUD' });
    const held = xero.organisation(ORGANISATION).put('Invoices', {
      Type: 'ACCREC',
      InvoiceNumber: 'INV, "9"',
      Status: 'AUTHORISED',
      Contact: { Name: 'zoe and co' },
      Date: '2026-10-31T00:00:00Z',
      Total: 250,
      CurrencyCode: 'AUD',
    });
    const ctx = await person();
    const offer = await offerAdoption(ctx, id);
    expect(offer.candidates).toMatchObject([{ isAdoptable: true, externalKey: held.InvoiceID }]);
    await expect(adoptDocument(ctx, { recordId: id, externalKey: String(held.InvoiceID) })).resolves.toMatchObject({
      state: 'adopted',
    });
  });
});
