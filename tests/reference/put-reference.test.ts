import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { countReference, listReference } from '#lib/reference/list-reference.ts';
import { nameKey } from '#lib/reference/name-key.ts';
import { putReference } from '#lib/reference/put-reference.ts';
import type { ReferenceFilter } from '#lib/reference/reference-contract.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createSource, createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

const put = (items: unknown[], more: Record<string, unknown> = {}) =>
  putReference(keyContext(tenant), 'account', { items, ...more });
const ACCOUNTS: ReferenceFilter = { type: 'account', source: null, isActive: null, search: '' };
const list = (filter: Partial<ReferenceFilter> = {}) =>
  listReference(keyContext(tenant), { ...ACCOUNTS, ...filter }, { limit: 100, cursor: null });
const fuel = { sourceId: 'a1', code: '5100', name: 'Fuel', accountType: 'Expense' };

describe('putReference', () => {
  test('creates, changes and leaves alone, item by item, and refuses what is wrong with its reasons', async () => {
    const first = await put([fuel, { sourceId: 'a2', name: '' }, { sourceId: 'a3', name: 'Tolls', rate: '1' }]);
    expect(first.results).toMatchObject([
      { index: 0, result: 'created' },
      { index: 1, result: 'rejected', id: null, errors: [{ field: 'name' }] },
      { index: 2, result: 'rejected', errors: [{ field: 'rate' }] },
    ]);
    const again = await put([fuel, { ...fuel, name: 'Diesel' }, { ...fuel, name: 'Diesel' }]);
    expect(again.results.map(({ result }) => result)).toEqual(['unchanged', 'updated', 'unchanged']);
    expect((await list()).items).toMatchObject([
      { name: 'Diesel', sourceId: 'a1', details: { accountType: 'Expense' } },
    ]);
    expect(await storedRows(tenant, 'audit_event', 'id')).toMatchObject([
      { action: 'reference.put', after: { type: 'account', created: 1, rejected: 2 } },
      { after: { updated: 1, unchanged: 2 } },
    ]);
  });

  test('keeps a field that is left out, clears one that is null, and activates what comes again', async () => {
    await put([{ ...fuel, active: false }]);
    expect((await list({ isActive: true })).items).toEqual([]);
    await put([{ sourceId: 'a1', name: 'Fuel', accountType: null }]);
    expect((await list({ isActive: true })).items).toMatchObject([{ code: '5100', details: {} }]);
  });

  test('keeps types, sources and their ids apart', async () => {
    await createSource(tenant.info.id, 'billing');
    await put([fuel]);
    await put([{ ...fuel, name: 'Other' }], { source: 'billing' });
    await putReference(keyContext(tenant), 'tracking', { items: [{ sourceId: 'a1', name: 'Region' }] });
    expect((await list()).items.map(({ source, name }) => [source, name])).toEqual([
      ['tms', 'Fuel'],
      ['billing', 'Other'],
    ]);
    expect(await countReference(keyContext(tenant), { source: 'tms', isActive: null, search: '' })).toMatchObject({
      account: 1,
      tracking: 1,
      vendor: 0,
    });
    await expect(put([fuel], { source: 'nobody' })).rejects.toMatchObject({ fields: [{ field: 'source' }] });
  });

  test('a person names the source, and needs the right', async () => {
    const body = { items: [fuel] };
    await expect(putReference(memberOf(tenant), 'account', body)).rejects.toMatchObject({
      fields: [{ field: 'source' }],
    });
    await putReference(memberOf(tenant), 'account', { ...body, source: 'tms' });
    const clerk = memberOf(tenant, permissionsOfRoles(['accounting_sync']));
    await expect(putReference(clerk, 'account', { ...body, source: 'tms' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await listReference(clerk, ACCOUNTS, { limit: 1, cursor: null })).items).toHaveLength(1);
  });

  test('takes calls at once for the same items without doubling them', async () => {
    const items = Array.from({ length: 50 }, (_, index) => ({ sourceId: `a${index}`, name: `Account ${index}` }));
    const all = await Promise.all([put(items), put(items.toReversed()), put(items)]);
    const created = all.flatMap(({ results }) => results).filter(({ result }) => result === 'created');
    expect(created).toHaveLength(50);
    expect(await storedRows(tenant, 'reference_item', 'id')).toHaveLength(50);
  });
});

describe('A snapshot', () => {
  const item = (index: number) => ({ sourceId: `a${index}`, name: `Account ${index}` });

  test('makes inactive what none of its calls held, once all of it has come', async () => {
    await put([item(1), item(2), item(3)]);
    await putReference(keyContext(tenant), 'vendor', { items: [item(9)] });
    const first = await put([item(1)], { snapshot: { id: 's1' } });
    expect(first.snapshot).toEqual({ id: 's1', received: 1, isComplete: false, deactivated: 0 });
    const last = await put([item(4)], { snapshot: { id: 's1', isLast: true, count: 2 } });
    expect(last.snapshot).toEqual({ id: 's1', received: 2, isComplete: true, deactivated: 2 });
    expect((await list({ isActive: true })).items.map(({ sourceId }) => sourceId)).toEqual(['a1', 'a4']);
    const counts = await countReference(keyContext(tenant), { source: null, isActive: true, search: '' });
    expect(counts.vendor).toBe(1);
    // The same call again, after a lost answer, changes nothing.
    const again = await put([item(4)], { snapshot: { id: 's1', isLast: true, count: 2 } });
    expect(again).toMatchObject({ results: [{ result: 'unchanged' }], snapshot: { isComplete: true, deactivated: 0 } });
  });

  test('of which a call was lost, or an item refused, makes nothing inactive', async () => {
    await put([item(1), item(2)]);
    const last = await put([item(3), { sourceId: 'a4' }], { snapshot: { id: 's1', isLast: true, count: 2 } });
    expect(last.snapshot).toEqual({ id: 's1', received: 1, isComplete: false, deactivated: 0 });
    expect((await list({ isActive: true })).items).toHaveLength(3);
  });

  test('may end with an empty call, and says how many it should have', async () => {
    await put([item(1)]);
    expect((await put([], { snapshot: { id: 's1', isLast: true, count: 0 } })).snapshot?.deactivated).toBe(1);
    await expect(put([])).rejects.toMatchObject({ fields: [{ field: 'items' }] });
    await expect(put([item(1)], { snapshot: { id: 's2', isLast: true } })).rejects.toMatchObject({
      fields: [{ field: 'snapshot.count' }],
    });
  });
});

describe('listReference', () => {
  test('pages forth and back over equal names without losing or doubling any', async () => {
    await put(Array.from({ length: 25 }, (_, index) => ({ sourceId: `a${index}`, name: `Same ${index % 3}` })));
    const page = (cursor: string | null) => listReference(keyContext(tenant), ACCOUNTS, { limit: 10, cursor });
    const first = await page(null);
    const second = await page(first.nextCursor);
    const third = await page(second.nextCursor);
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ sourceId }) => sourceId));
    expect(new Set(ids).size).toBe(25);
    expect(third.nextCursor).toBeNull();
    const back = await page(third.previousCursor);
    expect(back.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id));
    expect((await page(back.previousCursor)).items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
  });

  test('finds a part of the name in whatever spelling, of the code and of the id, and nothing by a wildcard', async () => {
    await put([fuel, { sourceId: 'b2', code: 'X%1', name: 'O’Brien & Sons' }]);
    const found = async (search: string) => (await list({ search })).items.map(({ sourceId }) => sourceId);
    expect(await found('FUE')).toEqual(['a1']);
    expect(await found("o'brien and")).toEqual(['b2']);
    expect(await found('510')).toEqual(['a1']);
    expect(await found('x%')).toEqual(['b2']);
    expect(await found('%')).toEqual(['b2']);
    expect(await found('nothing')).toEqual([]);
  });
});

test.each([
  ['  Acme,  Corp. ', 'acme corp'],
  ['ＡＣＭＥ', 'acme'],
  ['O’Brien & Sons', 'obrien and sons'],
  ['***', '***'],
])('the name %j is compared as %j', (name, key) => {
  expect(nameKey(name)).toBe(key);
});
