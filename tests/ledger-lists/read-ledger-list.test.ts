import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { readLedgerLists } from '#lib/jobs/read-ledger-lists.ts';
import { clearLists } from '#lib/ledger-lists/clear-lists.ts';
import { getListStates } from '#lib/ledger-lists/get-list-states.ts';
import { LIST_TYPES, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { listItemChanges } from '#lib/ledger-lists/list-item-changes.ts';
import { listLedgerItems } from '#lib/ledger-lists/list-ledger-items.ts';
import { readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';
import type { LedgerDoor } from '#lib/ledger-lists/run-reading.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { log } from '#lib/log.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { connectTestTenant, ListedCompany, listItem } from '#tests/factories/listed-company.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let company: ListedCompany;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  await connectTestTenant(tenant);
  company = new ListedCompany();
});
afterAll(closeDatabase);

const ctx = () => memberOf(tenant);
const read = (type: ListType = 'customer') =>
  readLedgerList(ctx(), { connectionId: tenant.connectionId, type }, { door: company.door });
const again = async (type: ListType = 'customer') => {
  await requestReading(ctx(), tenant.connectionId, [type]);
  return read(type);
};
/** As if so much time had passed since everything that was done to the lists. */
const later = (interval: string) =>
  asAdministrator(
    `UPDATE ledger_reading SET due_at = due_at - $2::interval, whole_at = whole_at - $2::interval,
            started_at = started_at - $2::interval, heartbeat_at = heartbeat_at - $2::interval WHERE tenant_id = $1`,
    [tenant.info.id, interval],
  );
const stateOf = async (type: ListType = 'customer') =>
  (await getListStates(ctx(), tenant.connectionId)).lists.find((list) => list.type === type)!;
const changes = async () =>
  (await listItemChanges(ctx(), tenant.connectionId, null, { limit: 100, cursor: null })).changes;
const names = async (type: ListType = 'customer', state: 'active' | 'inactive' | 'gone' | null = null) =>
  (
    await listLedgerItems(ctx(), tenant.connectionId, { type, state, search: '' }, { limit: 1000, cursor: null })
  ).items.map(({ name }) => name);

describe('Reading a list', () => {
  test('takes it whole, page by page, then only what changed, and tells of each change', async () => {
    for (let index = 0; index < 1050; index += 1) company.put('customer', `c${index}`);
    await expect(read()).resolves.toBe('read');
    expect(company.calls).toHaveLength(11);
    expect(await stateOf()).toMatchObject({ state: 'read', items: 1050, pages: 11, counts: { active: 1050 } });
    expect(await changes()).toEqual([]);
    await expect(read()).resolves.toBe('left');

    await asAdministrator(`UPDATE ledger_reading SET read_until = now() WHERE tenant_id = $1`, [tenant.info.id]);
    company.put('customer', 'c1', { name: 'Acme Retail' });
    company.put('customer', 'c2', { isActive: false });
    company.put('customer', 'c3', { email: 'ap@acme.test' });
    company.put('customer', 'new', { name: 'Zeta' });
    company.put('customer', 'c4', { isGone: true });
    company.put('customer', 'c5');
    await again();
    expect(company.calls.at(-1)?.since).toBeInstanceOf(Date);
    expect(company.calls).toHaveLength(12);
    expect(
      (await changes()).map(({ ledgerId, what, before, after }) => [ledgerId, what, before, after]).toSorted(),
    ).toEqual([
      ['c1', 'renamed', { name: 'Name c1' }, { name: 'Acme Retail' }],
      ['c2', 'deactivated', { isActive: true }, { isActive: false }],
      ['c3', 'changed', { email: null }, { email: 'ap@acme.test' }],
      ['c4', 'gone', null, null],
      ['new', 'added', null, null],
    ]);
    expect(await stateOf()).toMatchObject({ counts: { active: 1049, inactive: 1, gone: 1 } });
    expect(await names('customer', 'gone')).toEqual(['Name c4']);

    company.put('customer', 'c4', { isGone: false });
    await again();
    expect((await changes())[0]).toMatchObject({ ledgerId: 'c4', what: 'added' });
  });

  test('ends where the ledger gives the same page again and again, and gives way to others after a hundred pages', async () => {
    company.put('customer', 'c1');
    const endless = async () => {
      const reader = await company.door();
      const readList: typeof reader.readList = async (type) => {
        company.calls.push({ type, page: null, since: null });
        return { items: [listItem(type, 'c1', { details: { path: 'C:\\u0000', bad: '\ud800\u0000' } })], next: '1:1' };
      };
      return { ...reader, readList };
    };
    const place = { connectionId: tenant.connectionId, type: 'customer' } as const;
    await expect(readLedgerList(ctx(), place, { door: endless })).resolves.toBe('broken');
    expect(company.calls).toHaveLength(2);
    expect(await stateOf()).toMatchObject({ state: 'failed', items: 1, problem: expect.stringContaining('twice') });

    company = new ListedCompany(1);
    for (let index = 0; index < 101; index += 1) company.put('item', `i${index}`);
    await expect(read('item')).resolves.toBe('left');
    expect(company.calls).toHaveLength(100);
    await expect(read('item')).resolves.toBe('read');
    expect(await stateOf('item')).toMatchObject({ state: 'read', items: 101, pages: 101 });
  });

  test('is whole at least weekly, and always where it comes in one answer: only that sees what was deleted', async () => {
    for (const key of ['1', '2', '3']) company.put('customer', key);
    company.put('account', '1');
    await read();
    await read('account');
    company.remove('customer', '2');
    company.remove('account', '1');
    await again();
    await again('account');
    expect(await names('customer', 'gone')).toEqual([]);
    expect(await names('account', 'gone')).toEqual(['Name 1']);
    await later('8 days');
    await read();
    expect(company.calls.at(-1)?.since).toBeNull();
    expect(await names('customer', 'gone')).toEqual(['Name 2']);
    expect((await changes()).map(({ type, what }) => `${type} ${what}`)).toEqual(['customer gone', 'account gone']);
  });

  test('goes on behind its last page after a refusal and after its worker died, and doubles nothing', async () => {
    for (let index = 0; index < 250; index += 1) company.put('customer', `c${index}`);
    company.onCall = ({ page }) => {
      if (page === '100')
        throw new LedgerError('Throttled, says the ledger', { trouble: 'rate_limited', retryAfterSeconds: 3600 });
    };
    await expect(read()).resolves.toBe('broken');
    expect(await stateOf()).toMatchObject({
      state: 'failed',
      items: 100,
      problem: 'Throttled, says the ledger',
      readAt: null,
    });
    await later('59 minutes');
    await expect(read()).resolves.toBe('left');
    await later('2 minutes');

    // Connecting anew makes it due at once, however long the ledger wanted to be left alone.
    await expect(read()).resolves.toBe('broken');
    await expect(read()).resolves.toBe('left');
    await asAdministrator(`UPDATE connection SET status_since = now() + interval '1 second' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);

    // A worker that never comes back from its call: nobody else reads until it has been silent for long enough.
    const entered = Promise.withResolvers<void>();
    const blocked = Promise.withResolvers<void>();
    company.onCall = ({ page }) => {
      if (page !== '200') return;
      entered.resolve();
      return blocked.promise;
    };
    const dead = read();
    await entered.promise;
    await expect(read()).resolves.toBe('left');
    await later('3 minutes');
    company.onCall = () => {};
    await expect(read()).resolves.toBe('read');
    expect(company.calls.map(({ page }) => page)).toEqual([null, '100', '100', '100', '200', '200']);
    blocked.resolve();
    await expect(dead).resolves.toBe('left');
    expect(await stateOf()).toMatchObject({ state: 'read', items: 250, pages: 3, counts: { active: 250, gone: 0 } });
    expect(await storedRows(tenant, 'ledger_item', 'external_key')).toHaveLength(250);
    expect(await changes()).toEqual([]);
  });

  test('leaves the ledger alone while it is held, and while the day’s calls are nearly spent', async () => {
    company.put('customer', '1');
    const seen = (columns: string) =>
      asAdministrator(
        `INSERT INTO ledger_call_day (tenant_id, connection_id, day, held_until, day_left)
         SELECT $1, $2, (now() AT TIME ZONE 'UTC')::date, ${columns}
         ON CONFLICT (tenant_id, connection_id, day) DO UPDATE SET held_until = excluded.held_until, day_left = excluded.day_left`,
        [tenant.info.id, tenant.connectionId],
      );
    await seen(`now() + interval '1 minute', 900`);
    await expect(read()).resolves.toBe('left');
    await asAdministrator('UPDATE ledger_reading SET due_at = now() WHERE tenant_id = $1', [tenant.info.id]);
    await seen('NULL, 100');
    await expect(read()).resolves.toBe('left');
    expect(company.calls).toEqual([]);
    expect(await stateOf()).toMatchObject({ state: 'waiting', problem: null });
    await seen('NULL, 900');
    await again();
    expect(await names()).toEqual(['Name 1']);
  });

  test('keeps what a database can’t hold out of names, and takes an entry that comes twice once', async () => {
    company.put('customer', '1', { name: `A\u0000${'x'.repeat(300)}`, details: { note: 'a\u0000b' } });
    company.put('customer', '2', { name: '', code: '' });
    await expect(read()).resolves.toBe('read');
    expect(await storedRows(tenant, 'ledger_item', 'external_key')).toMatchObject([
      { name: `A${'x'.repeat(254)}`, details: { note: 'ab' } },
      { name: '2', code: null },
    ]);
  });
});

describe('Reading again', () => {
  test('is for whoever may check a connection; clearing is an admin’s, is audited, and drops what was known', async () => {
    company.put('customer', '1');
    await read();
    const clerk = memberOf(tenant, permissionsOfRoles(['accounting_sync']));
    await expect(clearLists(clerk, tenant.connectionId, ['customer'])).rejects.toMatchObject({ code: 'forbidden' });
    expect(await requestReading(clerk, tenant.connectionId, ['customer', 'vendor'])).toBe(2);
    expect(await requestReading(clerk, tenant.connectionId, ['customer', 'vendor'])).toBe(0);

    // A reading is under way while somebody clears the list: what it brings is of before.
    const entered = Promise.withResolvers<void>();
    const blocked = Promise.withResolvers<void>();
    company.onCall = () => {
      entered.resolve();
      return blocked.promise;
    };
    const under = read();
    await entered.promise;
    expect(await clearLists(ctx(), tenant.connectionId, ['customer'])).toBe(1);
    blocked.resolve();
    await expect(under).resolves.toBe('left');
    expect(await names()).toEqual([]);
    expect(await stateOf()).toMatchObject({
      state: 'waiting',
      readAt: null,
      wholeAt: null,
      clearedAt: expect.any(String),
    });

    company.onCall = () => {};
    await read();
    expect(await names()).toEqual(['Name 1']);
    expect(await changes()).toEqual([]);
    expect(await storedRows(tenant, 'connection_event', 'id')).toMatchObject([
      { type: 'list_read_anew', facts: { lists: ['customer'], dropped: 1 } },
    ]);
    expect((await storedRows(tenant, 'audit_event', 'id')).map(({ action }) => action)).toEqual([
      'connection.lists_asked',
      'connection.lists_cleared',
    ]);
  });

  test('asked for while the list is read, or left in its middle, is done once that reading has ended', async () => {
    company = new ListedCompany(1);
    for (const key of ['1', '2', '3']) company.put('customer', key);
    // The first page is behind it when the change is made, so that the reading can't bring it.
    let asked: number[] = [];
    company.onCall = async ({ page }) => {
      if (page !== '1') return;
      company.put('customer', '1', { name: 'Acme Retail' });
      const ask = () => requestReading(ctx(), tenant.connectionId, ['customer']);
      asked = [await ask(), await ask()];
    };
    await expect(read()).resolves.toBe('read');
    expect(asked).toEqual([1, 0]);
    expect(await names()).toEqual(['Name 1', 'Name 2', 'Name 3']);
    expect(await stateOf()).toMatchObject({ state: 'waiting', readAt: expect.any(String) });
    company.onCall = () => {};
    await expect(read()).resolves.toBe('read');
    expect(await names()).toEqual(['Acme Retail', 'Name 2', 'Name 3']);
    await expect(read()).resolves.toBe('left');

    // One that broke off goes on behind its last page: what lies before it is read with the next.
    await requestReading(ctx(), tenant.connectionId, ['customer']);
    company.put('customer', '2');
    company.onCall = ({ page }) => {
      if (page === '2') throw new LedgerError('Away', { trouble: 'unavailable' });
    };
    await expect(read()).resolves.toBe('broken');
    company.onCall = () => {};
    company.put('customer', '1', { name: 'Acme West' });
    expect(await requestReading(ctx(), tenant.connectionId, ['customer'])).toBe(1);
    await expect(read()).resolves.toBe('read');
    expect(await names()).toContain('Acme Retail');
    await expect(read()).resolves.toBe('read');
    expect(await names()).toContain('Acme West');
    await expect(read()).resolves.toBe('left');
  });

  test('is refused while the connection is not connected', async () => {
    await asAdministrator(`UPDATE connection SET status = 'lost' WHERE tenant_id = $1`, [tenant.info.id]);
    await expect(requestReading(ctx(), tenant.connectionId, ['customer'])).rejects.toMatchObject({ code: 'conflict' });
    await expect(clearLists(ctx(), tenant.connectionId, ['customer'])).rejects.toMatchObject({ code: 'conflict' });
    await expect(read()).resolves.toBe('left');
  });
});

test('A company whose lists take long holds up no other, and is read again for whoever asks meanwhile', async () => {
  const small = await createTenant();
  const smallCompany = new ListedCompany();
  smallCompany.put('customer', 'small');
  company.put('customer', 'large', { name: 'Before' });
  await asAdministrator(`UPDATE connection SET status = 'lost' WHERE tenant_id <> $1`, [tenant.info.id]);
  const entered = Promise.withResolvers<void>();
  const blocked = Promise.withResolvers<void>();
  company.onCall = ({ type }) => {
    if (type !== 'currency') return;
    entered.resolve();
    return blocked.promise;
  };
  const door: LedgerDoor = (_, connectionId) =>
    connectionId === small.connectionId ? smallCompany.door() : company.door();
  const signal = new AbortController().signal;
  const run = readLedgerLists({ log, signal }, door);
  await entered.promise;
  await connectTestTenant(small);
  await vi.waitFor(() => expect(smallCompany.calls).toHaveLength(LIST_TYPES.length), { timeout: 20_000 });
  company.put('customer', 'large', { name: 'After' });
  await requestReading(ctx(), tenant.connectionId, ['customer']);
  blocked.resolve();
  await run;
  expect(await names()).toEqual(['After']);
});

test('A page of a list is found by name, code, e-mail or id, and pages forth and back', async () => {
  for (const letter of 'abcdefgh') company.put('item', letter, { name: `Item ${letter}`, code: `C-${letter}` });
  company.put('item', 'z', { name: 'Other', email: 'Zed@acme.test', isActive: false });
  await read('item');
  const list = (search: string, page: { limit: number; cursor: string | null } = { limit: 3, cursor: null }) =>
    listLedgerItems(ctx(), tenant.connectionId, { type: 'item', state: null, search }, page);
  expect((await list('c-D')).items.map(({ ledgerId }) => ledgerId)).toEqual(['d']);
  expect((await list('zed@')).items).toMatchObject([{ ledgerId: 'z', state: 'inactive' }]);
  const first = await list('');
  const second = await list('', { limit: 3, cursor: first.nextCursor });
  expect(second.items.map(({ ledgerId }) => ledgerId)).toEqual(['d', 'e', 'f']);
  const back = await list('', { limit: 3, cursor: second.previousCursor });
  expect(back.items).toEqual(first.items);
  expect(back.previousCursor).toBeNull();
  await expect(list('', { limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
});
