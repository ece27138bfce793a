import { beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { correctRejected } from '#lib/inbox/correct-rejected.ts';
import { dismissItems, restoreItems } from '#lib/inbox/decide-items.ts';
import { ALL_WAITING, type InboxState } from '#lib/inbox/inbox-contract.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { listUnmatched } from '#lib/inbox/list-unmatched.ts';
import { matchAttempt } from '#lib/inbox/match-attempt.ts';
import { suggestRecords } from '#lib/inbox/suggest-records.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const FIRST = { limit: 50, cursor: null };

let tenant: TestTenant;
let ctx: Ctx;
let key: Ctx;

beforeEach(async () => {
  tenant = await createTenant();
  ctx = memberOf(tenant, permissionsOfRoles(['accounting_sync']));
  key = keyContext(tenant);
});

const invoice = (n: number, more: object = {}) => ({
  kind: 'invoice',
  sourceId: `inv_${n}`,
  number: `INV-${n}`,
  amount: `${n}.50`,
  currency: 'USD',
  payer: `Payer ${n}`,
  ...more,
});
const attempt = (externalId: string, sourceId: string, more: object = {}) => ({
  externalId,
  record: { kind: 'invoice', sourceId },
  outcome: 'failed',
  attemptedAt: '2026-11-02T10:00:00Z',
  ...more,
});

async function put(...records: object[]): Promise<string[]> {
  return (await putRecords(key, received(records))).map(({ id }) => String(id));
}
async function report(...attempts: object[]): Promise<string[]> {
  return (await reportAttempts(key, received(attempts))).map(({ id }) => String(id));
}
const rejected = async (state: InboxState = 'waiting') =>
  (await listRejected(ctx, { ...ALL_WAITING, state }, FIRST)).items;
const unmatched = async (state: InboxState = 'waiting') =>
  (await listUnmatched(ctx, { ...ALL_WAITING, state }, FIRST)).items.map(({ externalId }) => externalId);
const actionsOf = async (type: string) =>
  (
    await asAdministrator<{ action: string }>(
      'SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = $2 ORDER BY id',
      [tenant.info.id, type],
    )
  ).map(({ action }) => action);

describe('Matching an attempt', () => {
  test('makes it and all that wait for the same document part of the record, by the rules of state', async () => {
    const [recordId = ''] = await put(invoice(7, { lines: [{ lineNo: 1, amount: '7.50' }] }));
    const complete = { outcome: 'complete', referenceNumber: 'QB-9', syncedAmount: '7.00', syncedCurrency: 'USD' };
    const [late = '', other = ''] = await report(
      attempt('SY2', 'wrong', { errorMessage: 'No such customer', attemptedAt: '2026-11-03T10:00:00Z' }),
      attempt('SY1', 'wrong', { ...complete, syncedLines: [{ lineNo: 1, syncedAmount: '7.00' }] }),
      attempt('SY3', 'elsewhere'),
    );
    expect(await matchAttempt(ctx, late, recordId)).toEqual({ linked: 2 });
    const record = await getRecord(ctx, recordId);
    expect(record).toMatchObject({
      syncStatus: 'failed',
      errorMessage: 'No such customer',
      referenceNumber: 'QB-9',
      syncedAmount: '7.0000',
      comparison: 'differs',
    });
    expect(record.attempts.map(({ externalId }) => externalId)).toEqual(['SY2', 'SY1']);
    expect(record.lines[0]?.syncedAmount).toBe('7.0000');
    expect(record.events[0]).toMatchObject({
      action: 'attempt.matched',
      after: { attempts: ['SY1', 'SY2'], reportedFor: 'wrong' },
    });
    expect(await unmatched()).toEqual(['SY3']);
    // Again, as a form that was sent twice: nothing more.
    expect(await matchAttempt(ctx, other, recordId)).toEqual({ linked: 0 });
    expect((await getRecord(ctx, recordId)).version).toBe(record.version);
  });

  test('refuses a record of another kind, one that belongs elsewhere, and whoever may not', async () => {
    const [bill = '', one = '', two = ''] = await put({ kind: 'bill', sourceId: 'b' }, invoice(1), invoice(2));
    const [id = ''] = await report(attempt('SY1', 'wrong'));
    await expect(matchAttempt(ctx, id, bill)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(matchAttempt(memberOf(tenant, new Set(['record:read'])), id, one)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await matchAttempt(ctx, id, one);
    await expect(matchAttempt(ctx, id, two)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('and the record that it waits for coming at the same time link it once, to one of the two', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [recordId = ''] = await put(invoice(100 + round));
      const [id = ''] = await report(attempt(`SY${round}`, `coming_${round}`, { errorMessage: `Round ${round}` }));
      const [matched, came] = await Promise.allSettled([
        matchAttempt(ctx, id, recordId),
        put({ kind: 'invoice', sourceId: `coming_${round}` }),
      ]);
      expect(came.status).toBe('fulfilled');
      const records = await asAdministrator<{ id: string; attempts: number; linked: number }>(
        `SELECT r.id, r.attempt_count AS attempts, (SELECT count(*)::int FROM sync_attempt a WHERE a.record_id = r.id) AS linked
           FROM sync_record r WHERE r.tenant_id = $1 AND (r.id = $2 OR r.external_key = $3)`,
        [tenant.info.id, recordId, `coming_${round}`],
      );
      for (const { attempts, linked } of records) expect(attempts).toBe(linked);
      expect(records.reduce((sum, { linked }) => sum + linked, 0)).toBe(1);
      if (matched.status === 'rejected') expect(matched.reason).toMatchObject({ code: 'conflict' });
    }
  });
});

describe('Suggestions', () => {
  test('go by id, number, reference, amount and party, say why, and put the likeliest first', async () => {
    const decoys = Array.from({ length: 40 }, (_, n) => invoice(1000 + n, { payer: 'Somebody Else' }));
    const [both = '', party = '', amount = ''] = await put(
      invoice(10442, { payer: 'Acme Corp', amount: '1250.00' }),
      invoice(2, { payer: 'Acme Corp Ltd' }),
      invoice(3, { amount: '1250.00' }),
      ...decoys,
    );
    await put({ kind: 'bill', sourceId: 'b_1', number: 'INV-10442' });
    const [id = ''] = await report(
      attempt('SY1', 'A-77', {
        errorMessage: "Customer 'Acme Corp' of INV-10442 is not in QuickBooks.",
        sentAmount: '1250.00',
        sentCurrency: 'USD',
      }),
    );
    const found = await suggestRecords(ctx, 'unmatched', id);
    expect(found.map((candidate) => [candidate.id, candidate.reasons])).toEqual([
      [both, ['number', 'amount', 'party']],
      [amount, ['amount']],
      [party, ['party']],
    ]);
    const [named = ''] = await report(
      attempt('SY2', 'B-1', { raw: { Invoice: { DocNumber: 'inv-1007', TotalAmt: 1007.5 } } }),
    );
    expect((await suggestRecords(ctx, 'unmatched', named))[0]).toMatchObject({
      number: 'INV-1007',
      reasons: ['number', 'amount'],
    });
  });
});

describe('Dismissing', () => {
  test('keeps who, when and why, can be taken back, and is written down for each item', async () => {
    const ids = await report(attempt('SY1', 'a'), attempt('SY2', 'b'), attempt('SY3', 'c'));
    await expect(dismissItems(ctx, { part: 'unmatched', ids, reason: ' ' })).rejects.toMatchObject({
      fields: [{ field: 'reason', message: 'must not be empty' }],
    });
    const two = ids.slice(0, 2);
    expect(await dismissItems(ctx, { part: 'unmatched', ids: two, reason: 'A test of the vendor' })).toEqual({
      changed: 2,
      passed: 0,
    });
    expect(await dismissItems(ctx, { part: 'unmatched', ids, reason: 'Again' })).toEqual({ changed: 1, passed: 2 });
    expect(await unmatched()).toEqual([]);
    const page = await listUnmatched(ctx, { ...ALL_WAITING, state: 'dismissed' }, FIRST);
    expect(page.items.find(({ externalId }) => externalId === 'SY1')?.decision).toMatchObject({
      byName: 'Robin',
      reason: 'A test of the vendor',
    });
    expect(await restoreItems(ctx, { part: 'unmatched', ids: two })).toEqual({ changed: 2, passed: 0 });
    expect((await unmatched()).toSorted()).toEqual(['SY1', 'SY2']);
    expect(await actionsOf('attempt')).toEqual([
      ...Array.from({ length: 3 }, () => 'attempt.dismissed'),
      ...Array.from({ length: 2 }, () => 'attempt.restored'),
    ]);
    // What was dismissed still finds its record, and is out of the inbox for good then.
    await put({ kind: 'invoice', sourceId: 'c' });
    expect(await unmatched('dismissed')).toEqual([]);
  });

  test('a rejected item that is sent again stays dismissed', async () => {
    await put({ kind: 'invoice', sourceId: 'bad', wrong: 1 });
    const [item] = await rejected();
    await dismissItems(ctx, { part: 'rejected', ids: [item!.id], reason: 'Known' });
    await put({ kind: 'invoice', sourceId: 'bad', wrong: 1 });
    expect(await rejected()).toEqual([]);
    expect(await rejected('dismissed')).toMatchObject([{ times: 2, decision: { reason: 'Known' } }]);
  });
});

describe('A rejected item', () => {
  test('comes right when the same document, or the same attempt, is accepted; another one’s does not help it', async () => {
    await put(invoice(1, { amount: 'much' }), invoice(2, { amount: 'much' }), {
      kind: 'invoice',
      sourceId: 'inv_9',
      source: 'nowhere',
    });
    await report(attempt('SY1', 'inv_1', { outcome: 'perhaps' }), { nothing: true });
    expect(await rejected()).toHaveLength(5);
    await put(invoice(1));
    await report(attempt('SY1', 'inv_1'));
    expect((await rejected()).map(({ item }) => item).toSorted()).toEqual(
      [
        JSON.stringify(invoice(2, { amount: 'much' })),
        JSON.stringify({ kind: 'invoice', sourceId: 'inv_9', source: 'nowhere' }),
        '{"nothing":true}',
      ].toSorted(),
    );
    const settled = await rejected('settled');
    expect(settled.map(({ call }) => call).toSorted()).toEqual(['attempts', 'records']);
    expect(settled[0]?.decision).toMatchObject({ byName: null, reason: null });
    // Sent wrong once more, it waits once more.
    await put(invoice(1, { amount: 'much' }));
    expect(await rejected()).toHaveLength(4);
  });

  test('is applied as it was put right, under its source, by whoever did it; what was received stays', async () => {
    const wrong = attempt('SY1', 'inv_1', {
      outcome: 'failed',
      errorMessage: 'Try later',
      raw: { code: 6240, at: 1.1 },
    });
    await put(invoice(1));
    await report({ ...wrong, attemptedAt: 'yesterday' });
    const [item] = await rejected();
    await expect(correctRejected(ctx, item!.id, '{')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(correctRejected(ctx, item!.id, item!.item)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: expect.arrayContaining([expect.objectContaining({ field: 'attemptedAt' })]),
    });
    const text = `{ "raw": {"code":6240,"at":1.10}, ${JSON.stringify({ ...wrong, raw: undefined }).slice(1)}`;
    const result = await correctRejected(ctx, item!.id, text);
    expect(result).toMatchObject({ result: 'created', matched: true });
    const record = await getRecord(ctx, String(result.recordId));
    expect(record).toMatchObject({ syncStatus: 'failed', errorMessage: 'Try later' });
    expect(record.attempts[0]).toMatchObject({ externalId: 'SY1', source: 'tms', raw: '{"code":6240,"at":1.10}' });
    expect(await rejected()).toEqual([]);
    expect(await rejected('settled')).toMatchObject([{ item: item!.item, decision: { byName: 'Robin' } }]);
    expect(await actionsOf('rejected_item')).toEqual(['rejected_item.corrected']);
    await expect(correctRejected(ctx, item!.id, text)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('that is refused again as corrected changes nothing and leaves no second item', async () => {
    await report(attempt('SY1', 'a'), attempt('SY1', 'a', { errorMessage: 'Other words' }));
    const [item] = await rejected();
    await expect(correctRejected(ctx, item!.id, item!.item)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'externalId' }],
    });
    expect(await rejected()).toMatchObject([{ times: 1 }]);
    // Under an id of its own it is right.
    await correctRejected(ctx, item!.id, item!.item.replace('SY1', 'SY1-again'));
    expect((await unmatched()).toSorted()).toEqual(['SY1', 'SY1-again']);
    expect(await rejected()).toEqual([]);
  });
});
