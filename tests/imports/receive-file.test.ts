import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { clearFiles } from '#lib/imports/clear-files.ts';
import { downloadRejected } from '#lib/imports/download-rejected.ts';
import { getImport } from '#lib/imports/get-import.ts';
import { FILE_MAX } from '#lib/imports/import-contract.ts';
import { listImports } from '#lib/imports/list-imports.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { stopImport } from '#lib/imports/stop-import.ts';
import { workOnImport } from '#lib/imports/work-on-import.ts';
import { listWaitingImports } from '#lib/jobs/waiting-imports.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { checked, imported, uploaded, written } from '#tests/factories/imports.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  tenant = await createTenant();
  ctx = await memberIn(tenant);
});

async function* bytes(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

async function kept(id: string): Promise<number> {
  const [row] = await asAdministrator<{ count: number }>(
    'SELECT count(*)::int AS count FROM import_chunk WHERE tenant_id = $1 AND import_id = $2',
    [tenant.info.id, id],
  );
  return row?.count ?? 0;
}

test('a file that says it is larger than 1 GiB is refused before its first byte', async () => {
  const before = await listImports(ctx, { limit: 10, cursor: null });
  const never = bytes(new Error('a byte was read'));
  await expect(receiveFile(ctx, { name: 'x.csv', size: FILE_MAX + 1 }, never)).rejects.toMatchObject({
    code: 'too_large',
    message: expect.stringContaining('1 GiB'),
  });
  expect(await listImports(ctx, { limit: 10, cursor: null })).toEqual(before);
});

test('an upload that breaks off leaves its name and nothing of its bytes', async () => {
  const broken = bytes('a,b\n', 'x'.repeat(2_000_000), new Error('gone'));
  await expect(receiveFile(ctx, { name: 'broken.csv', size: null }, broken)).rejects.toThrow('gone');
  const [run] = (await listImports(ctx, { limit: 1, cursor: null })).imports;
  expect(run).toMatchObject({ fileName: 'broken.csv', state: 'stopped', reason: 'The upload broke off.' });
  expect(await kept(run?.id ?? '')).toBe(0);
});

test('nobody imports without the permission, nor after it was taken away', async () => {
  const without = memberOf(tenant, permissionsOfRoles(['admin']));
  await expect(receiveFile(without, { name: 'x', size: 1 }, bytes('x'))).rejects.toMatchObject({ code: 'forbidden' });
  const leaving = await memberIn(tenant);
  const check = await checked(leaving, await uploaded(leaving, 'x.csv', 'id,number\nleft_1,1\n'));
  await runImport(leaving, check.id);
  await asAdministrator('DELETE FROM membership WHERE tenant_id = $1 AND user_id = $2', [
    tenant.info.id,
    leaving.actor.id,
  ]);
  await workOnImport(tenant.info.id, check.id);
  expect(await getImport(ctx, check.id)).toMatchObject({
    state: 'broken',
    counts: null,
    reason: expect.stringContaining('member'),
  });
});

test('the same file is recognised, imports of a tenant take turns, and one that waits for a person can be given up', async () => {
  const text = 'id,number\nsame_1,1\n';
  const first = await imported(ctx, 'one.csv', text);
  const again = await uploaded(ctx, 'two.csv', text);
  expect(again.sameFile).toMatchObject({ id: first.run.id });
  expect(await stopImport(ctx, again.id)).toMatchObject({ state: 'stopped', isRunnable: false });
  const waiting = [];
  for (const name of ['a.csv', 'b.csv']) waiting.push(await receiveFile(ctx, { name, size: null }, bytes(text)));
  const own = async () => (await listWaitingImports()).filter(({ tenantId }) => tenantId === tenant.info.id);
  expect(await own()).toEqual([{ tenantId: tenant.info.id, id: waiting[0]?.id }]);
  await asAdministrator('UPDATE import_run SET runner = id, heartbeat_at = now() WHERE id = $1', [waiting[0]?.id]);
  expect(await own()).toEqual([]);
  await asAdministrator(`UPDATE import_run SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [
    waiting[0]?.id,
  ]);
  expect(await own()).toHaveLength(1);
});

test('a file that no worker survives is given up', async () => {
  const { id } = await receiveFile(ctx, { name: 'x.csv', size: null }, bytes('id\n1\n'));
  await asAdministrator(
    `UPDATE import_run SET runner = id, tries = 4, heartbeat_at = now() - interval '1 minute' WHERE id = $1`,
    [id],
  );
  await workOnImport(tenant.info.id, id);
  expect(await getImport(ctx, id)).toMatchObject({
    state: 'broken',
    reason: expect.stringContaining('again and again'),
  });
});

test('a file goes 30 days after its import is over; what was imported, and that it was, stays', async () => {
  const check = await checked(ctx, await uploaded(ctx, 'old.csv', 'id,amount\nold_1,x\nold_2,\n'), {
    decimalMark: '.',
  });
  const { id, counts, fileKeptUntil } = await written(ctx, check);
  expect(fileKeptUntil).not.toBeNull();
  await clearFiles(ctx);
  expect(await kept(id)).toBe(1);
  await asAdministrator(`UPDATE import_run SET finished_at = now() - interval '31 days' WHERE id = $1`, [id]);
  await clearFiles(ctx);
  expect(await kept(id)).toBe(0);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'finished', counts, fileKeptUntil: null });
  await expect(downloadRejected(ctx, id, 'run')).rejects.toMatchObject({ code: 'conflict' });
});
