import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase, database } from '#lib/db/client.ts';
import { claimSearch, SILENT_SECONDS } from '#lib/duplicates/claim-search.ts';
import { dismissPairs, restorePairs } from '#lib/duplicates/decide-pairs.ts';
import type { Tab } from '#lib/duplicates/duplicate-contract.ts';
import { getDuplicate, getSearchStates } from '#lib/duplicates/get-duplicate.ts';
import { countDuplicates, listDuplicates } from '#lib/duplicates/list-duplicates.ts';
import { requestSearch } from '#lib/duplicates/request-search.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { readContactsOf, search, searcherOf } from '#tests/factories/duplicates.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

const ctx = () => memberOf(tenant);
const list = async (tab: Tab, more: { sort?: 'score' | 'money'; limit?: number; cursor?: string | null } = {}) => {
  const { sort = 'score', limit = 50, cursor = null } = more;
  return listDuplicates(ctx(), { tab, sort, connectionId: null }, { limit, cursor });
};
const first = async (tab: Tab) => {
  const [duplicate] = (await list(tab)).duplicates;
  if (duplicate === undefined) throw new Error(`Nothing under ${tab}`);
  return duplicate;
};
const events = () =>
  asAdministrator<{ action: string; note: string | null }>(
    `SELECT action, note FROM audit_event WHERE tenant_id = $1 AND action LIKE 'duplicate.%' ORDER BY id`,
    [tenant.info.id],
  );

describe('Contacts that look like one', () => {
  test('are found, decided about for good, and gone when the ledger has them no more', async () => {
    await readContactsOf(tenant, [
      { key: '1', name: 'Ozark Mountain Transport', email: 'ap@ozark.example' },
      { key: '2', name: 'Ozark Mountian Transport', email: 'ap@ozark.example' },
      { key: '3', name: 'Acme Freight East' },
      { key: '4', name: 'Acme Freight West' },
      { key: '5', type: 'vendor', name: 'Ozark Mountain Transport' },
      { key: '6', name: 'Ozark Mountain Transport Inc', isActive: false },
    ]);
    expect(await search(tenant, 'contact')).toEqual({ found: 1 });
    const found = await first('contacts');
    expect(found).toMatchObject({
      kind: 'customer',
      reasons: ['name_spelling', 'email_same'],
      count: 2,
      sides: [{ key: '1' }, { key: '2', name: 'Ozark Mountian Transport' }],
    });

    expect(await dismissPairs(ctx(), { ids: [found.id, newId()], reason: ' Two brothers ' })).toEqual({
      changed: 1,
      passed: 1,
    });
    expect(await dismissPairs(ctx(), { ids: [found.id], reason: 'Again' })).toEqual({ changed: 0, passed: 1 });
    await expect(dismissPairs(ctx(), { ids: [found.id], reason: ' ' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await countDuplicates(ctx())).toEqual({ contacts: 0, documents: 0, dismissed: 1 });

    // Another telephone, or so different that nobody would find them: it was decided all the same.
    await readContactsOf(tenant, [{ key: '2', name: 'OZARK Mountian Transport', email: 'ap@ozark.example' }]);
    await search(tenant, 'contact');
    expect((await first('dismissed')).dismissed).toMatchObject({ reason: 'Two brothers' });
    await readContactsOf(tenant, [{ key: '2', name: 'Something else' }]);
    await search(tenant, 'contact');
    expect(await countDuplicates(ctx())).toEqual({ contacts: 0, documents: 0, dismissed: 0 });
    await readContactsOf(tenant, [{ key: '2', name: 'Ozark Mountian Transport', email: 'ap@ozark.example' }]);
    await search(tenant, 'contact');
    expect(await countDuplicates(ctx())).toEqual({ contacts: 0, documents: 0, dismissed: 1 });

    expect(await restorePairs(ctx(), { ids: [found.id] })).toEqual({ changed: 1, passed: 0 });
    expect(await restorePairs(ctx(), { ids: [found.id] })).toEqual({ changed: 0, passed: 1 });
    expect((await first('contacts')).id).toBe(found.id);
    expect(await events()).toEqual([
      { action: 'duplicate.dismissed', note: 'Two brothers' },
      { action: 'duplicate.restored', note: null },
    ]);

    await readContactsOf(tenant, [{ key: '2', name: 'Ozark Mountian Transport', isActive: false }]);
    await search(tenant, 'contact');
    expect(await countDuplicates(ctx())).toEqual({ contacts: 0, documents: 0, dismissed: 0 });
    expect(await getDuplicate(ctx(), found.id)).toMatchObject({
      state: 'gone',
      members: [{}, { side: { isGone: true } }],
    });
  });

  test('are one group when all are alike, and no longer when one of them is another', async () => {
    await readContactsOf(tenant, [
      { key: '1', name: 'Acme Freight' },
      { key: '2', name: 'ACME FREIGHT' },
      { key: '3', name: 'Acme-Freight' },
    ]);
    await search(tenant, 'contact');
    const group = await first('contacts');
    const { pairs, members } = await getDuplicate(ctx(), group.id);
    expect({ count: group.count, pairs: pairs.length, members: members.length }).toEqual({
      count: 3,
      pairs: 3,
      members: 3,
    });
    const ofThree = pairs.filter(({ keys }) => keys.includes('3')).map(({ id }) => id);
    await dismissPairs(ctx(), { ids: ofThree, reason: 'Another house' });
    const [left, ...more] = (await list('contacts')).duplicates;
    expect(more).toEqual([]);
    expect({ count: left?.count, keys: left?.sides.map(({ key }) => key) }).toEqual({ count: 2, keys: ['1', '2'] });
    await search(tenant, 'contact');
    expect(await countDuplicates(ctx())).toEqual({ contacts: 1, documents: 0, dismissed: 2 });
    await restorePairs(ctx(), { ids: ofThree });
    expect((await first('contacts')).count).toBe(3);
  });

  test('are searched when a list was read, once, and again when the worker died', async () => {
    const due = async () =>
      (
        await database().$queryRaw<{ tenantId: string; subject: string }[]>`
          SELECT tenant_id AS "tenantId", subject FROM due_duplicate_searches(${SILENT_SECONDS}::int)`
      )
        .filter(({ tenantId }) => tenantId === tenant.info.id)
        .map(({ subject }) => subject);
    expect(await due()).toEqual([]);
    await readContactsOf(tenant, [{ key: '1', name: 'Acme' }]);
    expect(await due()).toEqual(['contact']);
    await search(tenant, 'contact');
    expect(await due()).toEqual([]);
    await readContactsOf(tenant, []);
    const claim = () => searcherOf(tenant).transaction((tx) => claimSearch(searcherOf(tenant), tx, 'contact'));
    expect(await claim()).not.toBeNull();
    expect({ due: await due(), again: await claim(), search: await search(tenant, 'contact') }).toEqual({
      due: [],
      again: null,
      search: 'left',
    });
    await asAdministrator(`UPDATE duplicate_search SET claimed_at = now() - interval '1 hour' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    expect(await due()).toEqual(['contact']);
    expect(await search(tenant, 'contact')).toEqual({ found: 0 });
    await requestSearch(ctx());
    expect((await due()).toSorted()).toEqual(['contact', 'record']);
    expect((await getSearchStates(ctx())).find(({ subject }) => subject === 'contact')).toMatchObject({
      isRunning: false,
      problem: null,
    });
  });
});

describe('Records that the source sent twice', () => {
  const sent = (sourceId: string, more: Record<string, unknown> = {}, reference = sourceId) => ({
    externalId: `a_${sourceId}`,
    record: {
      kind: 'bill',
      sourceId,
      number: 'INV-1001',
      amount: '1250.00',
      currency: 'USD',
      billingOrg: 'Acme Freight',
      documentDate: '2026-10-01',
      ...more,
    },
    outcome: 'complete',
    attemptedAt: '2026-10-02T10:00:00Z',
    referenceNumber: reference,
  });
  const report = (...attempts: object[]) => reportAttempts(keyContext(tenant), received(attempts));

  test('are found with their payments, and gone when one is excluded', async () => {
    await report(
      sent('1'),
      sent('2', { number: 'inv 1001', billingOrg: 'ACME FREIGHT' }),
      sent('3', { number: 'INV-1002' }),
      sent('4', { amount: '99.00' }),
      sent('5', { number: 'X-1', billingOrg: 'Zebra' }, 'same'),
      sent('6', { number: 'X-1', billingOrg: 'Zebra' }, 'same'),
      {
        ...sent('p'),
        record: {
          kind: 'bill_payment',
          sourceId: 'p',
          number: 'PAY-1',
          amount: '1250.00',
          currency: 'USD',
          applies: [{ kind: 'bill', sourceId: '1', amount: '1250.00' }],
        },
      },
    );
    expect(await search(tenant, 'record')).toEqual({ found: 1 });
    const found = await first('documents');
    expect(found).toMatchObject({
      subject: 'record',
      kind: 'bill',
      reasons: ['party_same', 'total_same', 'document_number_same', 'date_same', 'source_sent_twice'],
      money: [{ currency: 'USD', amount: '1250.0000' }],
    });
    const { members } = await getDuplicate(ctx(), found.id);
    expect(members.map(({ payments }) => payments.map(({ number }) => number)).toSorted()).toEqual(
      [['PAY-1'], []].toSorted(),
    );
    await asAdministrator(
      `UPDATE sync_record SET excluded_at = now(), excluded_reason = 'twice' WHERE tenant_id = $1 AND external_key = '2' AND kind = 'bill'`,
      [tenant.info.id],
    );
    await search(tenant, 'record');
    expect((await getDuplicate(ctx(), found.id)).state).toBe('gone');
    expect(await countDuplicates(ctx())).toEqual({ contacts: 0, documents: 0, dismissed: 0 });
  });

  test('are paged by score and by money, there and back', async () => {
    const numbers = Array.from({ length: 5 }, (_, place) => String(place + 1));
    await report(
      ...numbers.flatMap((one) => [
        sent(`a${one}`, { billingOrg: `Carrier ${one}`, amount: `${one}00.00` }),
        sent(`b${one}`, { billingOrg: `Carrier ${one}`, amount: `${one}00.00`, documentDate: `2026-10-0${one}` }),
      ]),
    );
    await search(tenant, 'record');
    for (const sort of ['score', 'money'] as const) {
      const all = (await list('documents', { sort })).duplicates.map(({ id }) => id);
      const one = await list('documents', { sort, limit: 2 });
      const two = await list('documents', { sort, limit: 2, cursor: one.nextCursor });
      const three = await list('documents', { sort, limit: 2, cursor: two.nextCursor });
      expect([one, two, three].flatMap(({ duplicates }) => duplicates.map(({ id }) => id))).toEqual(all);
      expect(all).toHaveLength(5);
      expect(three.nextCursor).toBeNull();
      expect((await list('documents', { sort, limit: 2, cursor: two.previousCursor })).duplicates).toEqual(
        one.duplicates,
      );
    }
    const money = (await list('documents', { sort: 'money' })).duplicates.map(({ money: [sum] }) => sum?.amount);
    expect(money).toEqual(['500.0000', '400.0000', '300.0000', '200.0000', '100.0000']);
    await expect(list('documents', { sort: 'score', cursor: 'no' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('Documents of the ledger that look entered twice', () => {
  test('are found with what synced them and what pays them', async () => {
    await readContactsOf(tenant, []);
    await asAdministrator(
      `WITH reading AS (INSERT INTO ledger_reading (tenant_id, connection_id, type, state, ended_at, whole_at)
                        SELECT $1, $2, t, 'read', now(), now() FROM unnest(ARRAY['invoice', 'bill']) t)
       INSERT INTO ledger_document (tenant_id, connection_id, kind, external_key, number, number_key, contact_name, contact_folded,
                                    total, currency, document_date, status, has_payments, links)
       SELECT $1, $2, d.kind, d.key, d.number, lower(d.number), 'Acme Freight', 'acmefreight', 1250, 'USD', d.date::date, d.status,
              d.key = '11', CASE d.key WHEN '11' THEN '[{"kind": "bill_payment", "externalKey": "90", "number": "PAY-1", "amount": "1250.0000"}]' ELSE '[]' END::jsonb
         FROM (VALUES ('bill', '11', 'INV-1001', '2026-10-01', 'paid'), ('bill', '12', '1001', '2026-10-02', 'open'),
                      ('bill', '13', '1001', '2026-10-01', 'voided'), ('bill', '14', 'INV-1002', '2026-10-01', 'open'),
                      ('invoice', '15', 'INV-1001', '2026-10-01', 'open')) AS d (kind, key, number, date, status)`,
      [tenant.info.id, tenant.connectionId],
    );
    const record = {
      kind: 'bill',
      sourceId: 's',
      number: 'INV-1001',
      amount: '1250.00',
      currency: 'USD',
      billingOrg: 'Acme Freight',
    };
    await reportAttempts(
      keyContext(tenant),
      received([
        { externalId: 'a', record, outcome: 'complete', attemptedAt: '2026-10-02T10:00:00Z', referenceNumber: '11' },
      ]),
    );
    expect(await search(tenant, 'document')).toEqual({ found: 1 });
    const found = await first('documents');
    expect(found.reasons).toEqual([
      'party_same',
      'total_same',
      'document_number_form',
      'date_near',
      'typed_and_synced',
    ]);
    const { members } = await getDuplicate(ctx(), found.id);
    expect(members).toMatchObject([
      { side: { key: '11', name: 'INV-1001' }, records: [{ number: 'INV-1001' }], payments: [{ number: 'PAY-1' }] },
      { side: { key: '12', name: '1001' }, records: [], payments: [] },
    ]);
    await asAdministrator(`UPDATE ledger_document SET status = 'voided' WHERE tenant_id = $1 AND external_key = '12'`, [
      tenant.info.id,
    ]);
    await search(tenant, 'document');
    expect((await getDuplicate(ctx(), found.id)).state).toBe('gone');
  });
});
