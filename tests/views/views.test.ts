import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, TenantInfo } from '#lib/access/context.ts';
import { makeContext } from '#lib/access/context.ts';
import { deleteView } from '#lib/views/delete-view.ts';
import { listViews } from '#lib/views/list-views.ts';
import { saveView } from '#lib/views/save-view.ts';
import { setDefaultView } from '#lib/views/set-default-view.ts';
import { updateView } from '#lib/views/update-view.ts';
import { defaultView, type SavedView, VIEWS_MAX, type ViewContent } from '#lib/views/view-contract.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { makeMemberCtx } from '#tests/factories/people.ts';
import { createTenant } from '#tests/factories/tenant.ts';

const CONTENT: ViewContent = { query: '?status=complete', movingRange: 'last_7_days', columns: '-payer.number120' };

let tenant: TenantInfo;
let owner: Ctx;
let colleague: Ctx;
let admin: Ctx;
let viewEvents: () => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  tenant = (await createTenant()).info;
  owner = await makeMemberCtx(['accounting_sync'], { tenant });
  colleague = await makeMemberCtx(['accounting_sync'], { tenant });
  admin = await makeMemberCtx(['accounting_sync', 'admin'], { tenant });
  viewEvents = () =>
    asAdministrator(
      `SELECT action, subject_id AS id, before, after FROM audit_event
        WHERE tenant_id = $1 AND subject_type = 'view' ORDER BY audit_event.id`,
      [tenant.id],
    );
});

async function eventsOf(id: string) {
  return (await viewEvents()).filter((event) => event.id === id);
}

async function save(ctx: Ctx, name: string, given: Partial<{ isShared: boolean; kind: SavedView['kind'] }> = {}) {
  const { kind = 'invoice', isShared = false } = given;
  return (await saveView(ctx, { kind, name, isShared, content: CONTENT })).id;
}

async function viewOf(ctx: Ctx, id: string, kind: SavedView['kind'] = 'invoice'): Promise<SavedView | undefined> {
  return (await listViews(ctx, kind)).find((view) => view.id === id);
}

const versionOf = async (ctx: Ctx, id: string) => (await viewOf(ctx, id))?.version ?? 0;

describe('Saving', () => {
  test('keeps what the list shows, for its owner alone, and leaves an event', async () => {
    const id = await save(owner, 'Week');
    expect(await viewOf(owner, id)).toEqual({
      id,
      kind: 'invoice',
      name: 'Week',
      isShared: false,
      isOwn: true,
      ownerName: owner.actor.name,
      canChange: true,
      isOwnDefault: false,
      isTenantDefault: false,
      version: 1,
      ...CONTENT,
    });
    expect(await viewOf(colleague, id)).toBeUndefined();
    expect(await viewOf(admin, id)).toBeUndefined();
    expect(await viewOf(owner, id, 'bill')).toBeUndefined();
    expect(await eventsOf(id)).toEqual([
      { action: 'view.saved', id, before: null, after: { kind: 'invoice', name: 'Week', isShared: false, ...CONTENT } },
    ]);
  });

  test('takes a name once for each person and tab, also when two try at once', async () => {
    const both = await Promise.allSettled([save(owner, 'Twice'), save(owner, 'Twice')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(save(owner, '  Twice ')).rejects.toMatchObject({ code: 'conflict', fields: [{ field: 'name' }] });
    await save(owner, 'Twice', { kind: 'bill' });
    await save(colleague, 'Twice');
  });

  test('refuses what a view cannot be', async () => {
    const wrong: Partial<ViewContent & { name: string }>[] = [
      { name: ' ' },
      { name: 'x'.repeat(81) },
      { name: 'two\nlines' },
      { query: '?cursor=abc' },
      { query: '?record=abc' },
      { query: '?view=abc' },
      { query: '?from=2026-01-01', movingRange: 'last_7_days' },
      { movingRange: 'yesterday' as never },
      { columns: 'payer;drop' },
    ];
    for (const { name = 'Wrong', ...content } of wrong) {
      const input = { kind: 'invoice' as const, name, isShared: false, content: { ...CONTENT, ...content } };
      await expect(saveView(owner, input), JSON.stringify({ name, ...content })).rejects.toThrow();
    }
    expect((await listViews(owner, 'invoice')).map(({ name }) => name)).not.toContain('Wrong');
    await saveView(owner, {
      kind: 'invoice',
      name: 'Fixed',
      isShared: false,
      content: { query: '?from=2026-01-01&to=2026-01-31', movingRange: null, columns: '' },
    });
  });

  test('is for people with the permission', async () => {
    const { actor, ...rest } = owner;
    const key = makeContext({ ...rest, actor: { type: 'api_key', id: actor.id!, name: 'Key', sourceId: actor.id! } });
    await expect(save(key, 'By key')).rejects.toMatchObject({ code: 'forbidden' });
    const nobody = makeContext({ ...rest, actor, permissions: new Set() });
    await expect(save(nobody, 'Not allowed')).rejects.toMatchObject({ code: 'forbidden' });
    expect(() => listViews(nobody, 'invoice')).toThrow();
  });

  test('ends at a number of views for each person and tab', async () => {
    const collector = await makeMemberCtx(['accounting_sync'], { tenant });
    for (let place = 0; place < VIEWS_MAX; place += 1) await save(collector, `View ${place}`);
    await expect(save(collector, 'One more')).rejects.toMatchObject({ code: 'conflict' });
    await save(collector, 'Elsewhere', { kind: 'bill' });
  });
});

describe('Changing', () => {
  test('renames, shares and shows something else, each as an event; nothing changed leaves none', async () => {
    const id = await save(owner, 'To change');
    expect(await updateView(owner, { id, version: 1, name: 'Changed', isShared: true })).toEqual({ isChanged: true });
    expect(await viewOf(colleague, id)).toMatchObject({ name: 'Changed', isOwn: false, canChange: false, version: 2 });
    const content = { query: '?status=all', movingRange: null, columns: '' };
    await updateView(owner, { id, version: 2, content });
    expect(await updateView(owner, { id, version: 3, content })).toEqual({ isChanged: false });
    expect(await viewOf(owner, id)).toMatchObject({ ...content, name: 'Changed', version: 3 });
    const events = await eventsOf(id);
    expect(events.map(({ action }) => action)).toEqual(['view.saved', 'view.changed', 'view.changed']);
    expect(events[2]).toMatchObject({ before: { query: '?status=complete' }, after: { query: '?status=all' } });
  });

  test('is for the owner, and of a shared view for an admin', async () => {
    const id = await save(owner, 'Ours', { isShared: true });
    await expect(updateView(colleague, { id, version: 1, name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteView(colleague, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await viewOf(admin, id))?.canChange).toBe(true);
    await updateView(admin, { id, version: 1, name: 'Tidied' });
    const own = await save(owner, 'Private');
    for (const other of [colleague, admin]) {
      await expect(updateView(other, { id: own, version: 1, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteView(other, own)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await viewOf(owner, own)).toMatchObject({ name: 'Private' });
  });

  test('does not overwrite what somebody changed meanwhile', async () => {
    const id = await save(owner, 'Raced', { isShared: true });
    const changes = ['One', 'Other'].map((name) =>
      updateView(name === 'One' ? owner : admin, { id, version: 1, name }),
    );
    const results = await Promise.allSettled(changes);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await versionOf(owner, id)).toBe(2);
  });

  test('refuses a name that its owner has', async () => {
    await save(owner, 'Taken');
    const id = await save(owner, 'Free');
    await expect(updateView(owner, { id, version: 1, name: 'Taken' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('Defaults', () => {
  test('the own one goes before the tenant’s, and each kind has its own', async () => {
    const shared = await save(owner, 'For all', { isShared: true });
    const own = await save(colleague, 'For me');
    await setDefaultView(admin, { id: shared, whose: 'tenant', isDefault: true });
    expect(defaultView(await listViews(colleague, 'invoice'))?.id).toBe(shared);
    await setDefaultView(colleague, { id: own, whose: 'own', isDefault: true });
    expect(defaultView(await listViews(colleague, 'invoice'))?.id).toBe(own);
    expect(defaultView(await listViews(owner, 'invoice'))?.id).toBe(shared);
    expect(defaultView(await listViews(owner, 'bill'))).toBeNull();

    // Another one takes its place, and a repeated call changes nothing.
    await setDefaultView(colleague, { id: shared, whose: 'own', isDefault: true });
    expect(await setDefaultView(colleague, { id: shared, whose: 'own', isDefault: true })).toEqual({
      isChanged: false,
    });
    expect((await viewOf(colleague, own))?.isOwnDefault).toBe(false);
    await setDefaultView(colleague, { id: shared, whose: 'own', isDefault: false });
    expect((await viewOf(colleague, shared))?.isOwnDefault).toBe(false);
    expect((await eventsOf(own)).map(({ action }) => action)).toEqual(['view.saved', 'view.default_set']);

    const next = await save(admin, 'For all now', { isShared: true });
    await setDefaultView(admin, { id: next, whose: 'tenant', isDefault: true });
    expect((await listViews(owner, 'invoice')).filter((view) => view.isTenantDefault).map(({ id }) => id)).toEqual([
      next,
    ]);
  });

  test('everybody’s takes an admin and a shared view, and can’t be hidden again', async () => {
    const kind = 'bill' as const;
    const id = await save(admin, 'Bills', { kind });
    const set = { id, whose: 'tenant' as const, isDefault: true };
    await expect(setDefaultView(owner, set)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(setDefaultView(admin, set)).rejects.toMatchObject({ code: 'conflict' });
    await updateView(admin, { id, version: 1, isShared: true });
    await setDefaultView(admin, set);
    await expect(updateView(admin, { id, version: 2, isShared: false })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a view that is deleted or not shared any more is nobody’s default', async () => {
    const kind = 'bill_payment' as const;
    const id = await save(owner, 'Soon gone', { kind, isShared: true });
    await setDefaultView(colleague, { id, whose: 'own', isDefault: true });
    await setDefaultView(owner, { id, whose: 'own', isDefault: true });
    await updateView(owner, { id, version: 1, isShared: false });
    expect(defaultView(await listViews(colleague, kind))).toBeNull();
    expect(defaultView(await listViews(owner, kind))?.id).toBe(id);
    await deleteView(owner, id);
    expect(await listViews(owner, kind)).toEqual([]);
    await expect(deleteView(owner, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: 'view.deleted', before: { name: 'Soon gone' } });
  });
});
