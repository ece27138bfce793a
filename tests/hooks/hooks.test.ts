import { beforeEach, describe, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { newId } from '#lib/core/ids.ts';
import { changeHookAddress } from '#lib/hooks/change-hook-address.ts';
import { listHooks } from '#lib/hooks/list-hooks.ts';
import { countWaitingPayloads, listPayloads } from '#lib/hooks/list-payloads.ts';
import { matchPayload } from '#lib/hooks/match-payload.ts';
import { previewMapping } from '#lib/hooks/preview-mapping.ts';
import { renameHook } from '#lib/hooks/rename-hook.ts';
import { revokeHook } from '#lib/hooks/revoke-hook.ts';
import { runPayloads } from '#lib/hooks/run-payloads.ts';
import { forecastRunAgain, runPayloadsAgain } from '#lib/hooks/run-payloads-again.ts';
import { dismissPayloads, restorePayloads } from '#lib/hooks/settle-payload.ts';
import { type NewMapping, updateMapping } from '#lib/hooks/update-mapping.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { makeHook, post, workThrough } from '#tests/factories/hooks.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { GET } from '../../app/api/v1/hooks/[token]/route.ts';

/** The flat log entry, which must work without any mapping. */
const ENTRY = {
  sync_attempt_id: 'SY12345',
  status: 'failed',
  error_code: 'VENDOR_MISSING_ACCOUNT',
  message: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  timestamp: '2025-01-20T10:30:00Z',
};

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await createTenant();
});

async function putInvoices(...invoices: { sourceId: string; number?: string; kind?: string }[]): Promise<string[]> {
  const results = await putRecords(keyContext(tenant), received(invoices.map((one) => ({ kind: 'invoice', ...one }))));
  return results.map(({ id }) => String(id));
}

const attemptsOf = async (recordId: string) => (await getRecord(memberOf(tenant), recordId)).attempts;
const all = { hookId: null, show: 'all', limit: 100, cursor: null } as const;

describe('The flat log entry', () => {
  test('is kept as it came and waits without a record, with everything known', async () => {
    const { token } = await makeHook(tenant);
    const answer = await post(token, ENTRY);
    expect(answer.status).toBe(202);
    const [payload] = await workThrough(tenant);
    expect(payload).toMatchObject({
      state: 'unmatched',
      preset: 'log',
      text: JSON.stringify(ENTRY),
      values: { outcome: 'failed', externalId: 'SY12345', errorCode: ENTRY.error_code, errorMessage: ENTRY.message },
      reasons: [{ field: 'record.sourceId', message: 'The payload does not say which record it means.' }],
    });
    expect(await countWaitingPayloads(memberOf(tenant))).toMatchObject({ unmatched: 1 });
  });

  test('goes to the record that a person chooses, once, under the person and the hook', async () => {
    const [recordId = ''] = await putInvoices({ sourceId: 'inv_1' });
    const { token } = await makeHook(tenant);
    await post(token, ENTRY);
    const [payload] = await workThrough(tenant);
    const member = memberOf(tenant);
    const match = { payloadId: payload?.id ?? '', recordId };
    await matchPayload(member, match);
    await expect(matchPayload(member, match)).rejects.toMatchObject({ code: 'conflict' });
    const record = await getRecord(member, recordId);
    expect(record).toMatchObject({ syncStatus: 'failed', errorMessage: ENTRY.message });
    expect(record.attempts).toMatchObject([
      { externalId: 'SY12345', attemptedAt: '2025-01-20T10:30:00.000Z', hookName: 'Zap', raw: JSON.stringify(ENTRY) },
    ]);
    const [settled] = (await listPayloads(member, all)).payloads;
    expect(settled).toMatchObject({ state: 'applied', recordId, attemptId: record.attempts[0]?.id });
    const events = await asAdministrator(
      `SELECT actor_type, after FROM audit_event WHERE tenant_id = $1 AND action = 'hook_payload.matched'`,
      [tenant.info.id],
    );
    expect(events).toEqual([{ actor_type: 'person', after: { recordId, attemptId: record.attempts[0]?.id } }]);
  });

  test('finds its record by an attempt that is known already, by a claim, or by a number that only one has', async () => {
    const [known = '', claimed = '', numbered = ''] = await putInvoices(
      { sourceId: 'known' },
      { sourceId: 'claimed' },
      { sourceId: 'numbered', number: 'INV-10442' },
      { sourceId: 'twin_1', number: 'INV-2' },
      { sourceId: 'twin_2', number: 'INV-2', kind: 'bill' },
    );
    await reportAttempts(
      keyContext(tenant),
      received([
        {
          externalId: 'SY12345',
          record: { kind: 'invoice', sourceId: 'known' },
          outcome: 'failed',
          attemptedAt: ENTRY.timestamp,
          errorMessage: 'In other words',
        },
      ]),
    );
    const { token } = await makeHook(tenant);
    await post(token, ENTRY);
    await post(token, { ...ENTRY, sync_attempt_id: `${claimed}-v1` });
    await post(token, { ...ENTRY, sync_attempt_id: 'SY2', invoice_number: 'inv-10442' });
    await post(token, { ...ENTRY, sync_attempt_id: 'SY3', number: 'INV-2' });
    await post(token, { ...ENTRY, sync_attempt_id: 'SY4', invoice_number: 'INV-2' });
    await post(token, { ...ENTRY, sync_attempt_id: 'SY5', number: 'none' });
    const states = (await workThrough(tenant)).map(({ state, recordId, reasons }) => [
      state,
      recordId,
      reasons[0]?.message ?? null,
    ]);
    expect(states).toEqual([
      ['applied', known, null],
      ['applied', claimed, null],
      ['applied', numbered, null],
      ['unmatched', null, 'More than one record of tms has the number INV-2. Match it to the right one.'],
      ['applied', expect.any(String), null],
      ['unmatched', null, 'No record of tms has the number none.'],
    ]);
    expect((await attemptsOf(known)).map(({ errorMessage }) => errorMessage)).toEqual(['In other words']);
    expect(await attemptsOf(numbered)).toMatchObject([{ externalId: 'SY2', errorMessage: ENTRY.message }]);
  });
});

describe('What is posted', () => {
  test('a form, a list, a BILL notification and our own attempt each become what they are', async () => {
    await putInvoices({ sourceId: 'inv_1', number: 'INV-1' }, { sourceId: 'inv_2', number: 'INV-2' });
    const { token } = await makeHook(tenant);
    const form = new FormData();
    form.set('zap_id', '7');
    form.set('Status', 'Success');
    form.set('Invoice Number', 'INV-2');
    const multipart = new Response(form);
    await post(token, 'zap_id=7&Status=Success&Invoice+Number=INV-1&QuickBooks+ID=145', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    await post(token, new Uint8Array(await multipart.arrayBuffer()), {
      'content-type': multipart.headers.get('content-type') ?? '',
    });
    await post(token, [{ ...ENTRY, invoice_id: 'inv_1' }, 'nothing', { ...ENTRY, invoice_id: 'inv_9' }]);
    const notification = {
      metadata: { eventId: 'e1', eventType: 'bill.created' },
      bill: { id: '00n1', amount: 228.99, vendorName: 'Happy Music', invoice: { invoiceNumber: '202601' } },
    };
    await post(token, JSON.stringify(JSON.stringify(notification)));
    const attempt = {
      externalId: 'SY8',
      outcome: 'complete',
      attemptedAt: '2026-01-01T00:00:00Z',
      record: { kind: 'bill', sourceId: 'b_8', amount: '12.50', currency: 'USD' },
      syncedAmount: '12.50',
    };
    await post(token, attempt);
    const payloads = await workThrough(tenant);
    expect(payloads.map(({ state, preset }) => [state, preset])).toEqual([
      ['applied', 'zapier'],
      ['applied', 'zapier'],
      ['split', null],
      ['applied', 'bill'],
      ['applied', 'tieout'],
      ['applied', 'log'],
      ['unmapped', null],
      // The same attempt id for another record: neither is taken for the other.
      ['refused', 'log'],
    ]);
    const stored = await asAdministrator(
      `SELECT external_key, amount::text, sync_status, reference_number, billing_org FROM sync_record
        WHERE tenant_id = $1 ORDER BY external_key`,
      [tenant.info.id],
    );
    expect(stored).toMatchObject([
      { external_key: '00n1', amount: '228.9900', sync_status: 0, billing_org: 'Happy Music' },
      { external_key: 'b_8', amount: '12.5000', sync_status: 1 },
      { external_key: 'inv_1', sync_status: 1, reference_number: '145' },
      { external_key: 'inv_2', sync_status: 1 },
    ]);
  });

  test('that can’t be read is kept, and says why', async () => {
    const { token } = await makeHook(tenant);
    const bodies = ['', '<xml/>', new Uint8Array([0xff, 0xfe, 0]), '[]', '{"a":', '['.repeat(100)];
    for (const body of bodies) expect((await post(token, body)).status).toBe(202);
    const large = await post(token, new Uint8Array(10 * 1024 * 1024 + 1).fill(0x20));
    expect(large).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const payloads = await workThrough(tenant);
    expect(payloads.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'unreadable'));
    expect(payloads.map(({ reasons }) => reasons[0]?.message)).toEqual([
      'The payload is empty.',
      'The payload is XML or HTML. Hooks read JSON and form data.',
      'The payload is not text in UTF-8.',
      'The payload is a list without entries.',
      expect.stringContaining('not valid JSON'),
      'The payload is nested deeper than 32 levels.',
      'The payload was larger than 10 MiB. Only its beginning was kept; send it in parts.',
    ]);
    expect(payloads.at(-1)).toMatchObject({ isCut: true, size: 10 * 1024 * 1024 + 1 });
  });

  test('more than once: a delivery with its id is stored once, an attempt with its id is applied once', async () => {
    const [recordId = ''] = await putInvoices({ sourceId: 'inv_1' });
    const { token } = await makeHook(tenant);
    const entry = { ...ENTRY, invoice_id: 'inv_1' };
    const delivery = { 'webhook-id': 'msg_1' };
    for (let time = 1; time <= 3; time += 1) expect((await post(token, entry, delivery)).status).toBe(202);
    await post(token, { ...entry, message: 'another body' }, delivery);
    await post(token, entry);
    const { timestamp: _none, ...undated } = { ...entry, sync_attempt_id: 'SY2' };
    await post(token, undated);
    await post(token, undated);
    expect((await workThrough(tenant)).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'applied'));
    const attempts = await attemptsOf(recordId);
    expect(attempts.map(({ externalId }) => externalId).toSorted()).toEqual(['SY12345', 'SY2']);
  });
});

describe('A mapping', () => {
  const PAYLOAD = {
    body: { 'Doc No.': 'INV-1', state: 'Success', fields: [{ name: 'Sum', value: '1.250,00' }] },
    when: '20/01/2025 10:30',
  };
  const MAPPING: NewMapping['mapping'] = {
    fields: {
      outcome: { paths: ['body.state'], values: [{ from: 'success', to: 'complete' }] },
      attemptedAt: { paths: ['when'], dateFormat: 'dmy', timeZone: 'Australia/Sydney' },
      syncedAmount: { paths: ['body.fields[name=Sum].value'], decimal: ',' },
      syncedCurrency: { constant: 'AUD' },
      'record.kind': { constant: 'invoice' },
      'record.number': { paths: ['body.nothing', 'body["Doc No."]'] },
    },
  };

  test('is tried out, saved, counted and run over what waits; running it twice doubles nothing', async () => {
    const [recordId = ''] = await putInvoices({ sourceId: 'inv_1', number: 'INV-1' });
    const { id, token } = await makeHook(tenant, { preset: 'none' });
    await post(token, PAYLOAD);
    await post(token, { other: 1 });
    expect((await workThrough(tenant)).map(({ state }) => state)).toEqual(['unmapped', 'unmapped']);
    const member = memberOf(tenant);
    const previews = await previewMapping(member, { id, preset: 'none', mapping: MAPPING });
    expect(previews.map(({ mapped }) => mapped?.problems)).toEqual([[{ field: 'outcome', message: 'is missing' }], []]);
    expect(previews[1]?.paths).toContainEqual({ path: 'body["Doc No."]', sample: 'INV-1' });
    const tried = { hookId: id, preset: 'none', mapping: MAPPING };
    expect(await forecastRunAgain(member, { hookId: id })).toEqual({ total: 2, byState: { unmapped: 2 } });
    expect(await forecastRunAgain(member, tried)).toEqual({ total: 2, byState: { unmapped: 1, applied: 1 } });
    const saved = await updateMapping(member, { id, preset: 'none', mapping: MAPPING, mappingVersion: 1 });
    expect(saved).toEqual({ mappingVersion: 2 });
    const late = { id, preset: null, mapping: null, mappingVersion: 1 };
    await expect(updateMapping(member, late)).rejects.toMatchObject({ code: 'conflict' });
    expect(await runPayloadsAgain(member, { hookId: id, ids: null })).toEqual({ started: 2 });
    expect((await workThrough(tenant)).map(({ state }) => state)).toEqual(['applied', 'unmapped']);
    await runPayloadsAgain(member, { hookId: id, ids: null });
    await workThrough(tenant);
    expect(await attemptsOf(recordId)).toMatchObject([
      {
        outcome: 'complete',
        attemptedAt: '2025-01-19T23:30:00.000Z',
        syncedAmount: '1250.0000',
        syncedCurrency: 'AUD',
      },
    ]);
    const [hook] = await listHooks(member);
    expect(hook).toMatchObject({ id, mappingVersion: 2, waiting: 1, lastReceivedAt: expect.any(String) });
  });

  test('that is none is refused by field', async () => {
    const { id } = await makeHook(tenant);
    const fields = {
      outcome: { paths: ['a..b'] },
      nothing: { constant: 'x' },
      attemptedAt: { paths: ['a'], timeZone: 'Mars' },
      __proto__x: null,
    };
    const input = { id, preset: null, mapping: { fields }, mappingVersion: 1 } as never;
    await expect(updateMapping(memberOf(tenant), input)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: expect.arrayContaining([
        expect.objectContaining({ field: 'mapping.fields.outcome.paths[0]' }),
        expect.objectContaining({ field: 'mapping.fields.attemptedAt.timeZone' }),
      ]),
    });
  });
});

describe('The address', () => {
  test('is good until it is changed or revoked, and tells nobody whether it ever was', async () => {
    const { id, token } = await makeHook(tenant);
    const member = memberOf(tenant);
    const changed = await changeHookAddress(member, { id, keepsFormer: true });
    const second = changed.path.split('/').at(-1) ?? '';
    expect([(await post(token, ENTRY)).status, (await post(second, ENTRY)).status]).toEqual([202, 202]);
    const third = (await changeHookAddress(member, { id, keepsFormer: false })).path.split('/').at(-1) ?? '';
    const gone = await post(second, ENTRY);
    await revokeHook(member, id);
    expect(await revokeHook(member, id)).toEqual({ isNewlyRevoked: false });
    const revoked = await post(third, ENTRY);
    const unknown = await post(`${third.slice(0, -1)}${third.endsWith('A') ? 'E' : 'A'}`, ENTRY);
    const malformed = await post('x', ENTRY);
    const withoutIds = [gone, revoked, unknown, malformed].map(({ status, body }) => ({
      status,
      ...body,
      requestId: '',
    }));
    expect(new Set(withoutIds.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(withoutIds[0]).toMatchObject({ status: 404, code: 'not_found' });
    const opened = await Promise.all([third, 'x'].map((one) => callRoute(GET, { params: { token: one } })));
    expect(opened.map(({ status }) => status)).toEqual([200, 200]);
    expect(opened[0]?.body).toEqual(opened[1]?.body);
    // What came while it was good is still worked on.
    expect((await workThrough(tenant)).map(({ state }) => state)).toEqual(['unmatched', 'unmatched']);
  });

  test('and its hook are an admin’s to manage', async () => {
    const { id } = await makeHook(tenant);
    await renameHook(memberOf(tenant), { id, name: 'Make' });
    const member = memberOf(tenant, new Set(['record:read', 'inbox:resolve']));
    expect(await listHooks(member)).toMatchObject([{ name: 'Make' }]);
    const refused = [
      renameHook(member, { id, name: 'x' }),
      revokeHook(member, id),
      changeHookAddress(member, { id, keepsFormer: true }),
      updateMapping(member, { id, preset: null, mapping: null, mappingVersion: 1 }),
    ];
    for (const act of refused) await expect(act).rejects.toMatchObject({ code: 'forbidden' });
    const reader = memberOf(tenant, new Set(['record:read']));
    const ids = [newId()];
    await expect(dismissPayloads(reader, { ids, reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listHooks(reader)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('The worker', () => {
  test('dismissed payloads rest until they are put back', async () => {
    const { token } = await makeHook(tenant);
    await post(token, ENTRY);
    const [payload] = await workThrough(tenant);
    const ids = [payload?.id ?? ''];
    const member = memberOf(tenant);
    expect(await dismissPayloads(member, { ids, reason: 'a test' })).toEqual({ changed: 1 });
    expect(await dismissPayloads(member, { ids, reason: 'again' })).toEqual({ changed: 0 });
    expect((await workThrough(tenant))[0]).toMatchObject({ state: 'dismissed', settled: { reason: 'a test' } });
    expect(await restorePayloads(member, { ids })).toEqual({ changed: 1 });
    expect((await workThrough(tenant))[0]).toMatchObject({ state: 'unmatched', settled: null });
  });

  test('two at once, and one that dies after it claimed, apply each payload once', async () => {
    const sourceIds = Array.from({ length: 60 }, (_one, index) => `inv_${index}`);
    await putInvoices(...sourceIds.map((sourceId) => ({ sourceId })));
    const { token } = await makeHook(tenant);
    for (const invoice_id of sourceIds)
      await post(token, { ...ENTRY, sync_attempt_id: undefined, invoice_id, execution: 1 });
    // As a worker leaves them that was killed a minute ago.
    await asAdministrator(
      `UPDATE hook_payload SET tries = 1, claimed_until = now() - interval '1 s' WHERE tenant_id = $1 AND id IN
        (SELECT id FROM hook_payload WHERE tenant_id = $1 ORDER BY id LIMIT 5)`,
      [tenant.info.id],
    );
    await updateAll('log');
    await Promise.all([1, 2, 3].map(() => runPayloads(tenant.info.id)));
    expect(new Set((await workThrough(tenant)).map(({ state }) => state))).toEqual(new Set(['applied']));
    const [counts] = await asAdministrator(
      `SELECT count(*)::int AS attempts, count(DISTINCT external_key)::int AS records FROM sync_attempt WHERE tenant_id = $1`,
      [tenant.info.id],
    );
    expect(counts).toEqual({ attempts: 60, records: 60 });
  });

  test('one payload that breaks it holds up no other, and waits for a person at last', async () => {
    await putInvoices({ sourceId: 'inv_1' });
    const { token } = await makeHook(tenant);
    await post(token, { ...ENTRY, invoice_id: 'inv_1', sync_attempt_id: 'POISON' });
    await post(token, { ...ENTRY, invoice_id: 'inv_1' });
    await asAdministrator(
      `ALTER TABLE sync_attempt ADD CONSTRAINT poison CHECK (external_id <> 'POISON' OR tenant_id <> '${tenant.info.id}')`,
    );
    try {
      for (let time = 1; time <= 6; time += 1) {
        await runPayloads(tenant.info.id);
        await asAdministrator(`UPDATE hook_payload SET claimed_until = NULL WHERE tenant_id = $1`, [tenant.info.id]);
      }
    } finally {
      await asAdministrator('ALTER TABLE sync_attempt DROP CONSTRAINT poison');
    }
    const states = (await listPayloads(memberOf(tenant), all)).payloads.map(({ state }) => state);
    expect(states).toEqual(['applied', 'failed']);
  });
});

async function updateAll(preset: string): Promise<void> {
  await asAdministrator('UPDATE hook SET preset = $2 WHERE tenant_id = $1', [tenant.info.id, preset]);
}
