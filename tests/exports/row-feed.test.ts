import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { feedOf } from '#lib/exports/row-feed.ts';
import { bindColumns } from '#lib/exports/sheet-column.ts';
import { dataSheetXml } from '#lib/exports/sheet-xml.ts';

const BATCH = Array.from({ length: 1_000 }, (_, at) => [`INV-${at}`, 'x'.repeat(200)]);

const { columns } = bindColumns([
  { key: 'number', header: 'Number', width: 10, value: (field) => ({ type: 'text', text: field('number') }) },
  { key: 'message', header: 'Message', width: 10, value: (field) => ({ type: 'text', text: field('message') }) },
]);

test('gives every row once, one batch after the other, and then ends', async () => {
  const batches = [[['1'], ['2']], [['3']], []];
  const feed = feedOf(() => Promise.resolve(batches.shift() ?? []));
  const seen: (string | null)[] = [];
  while (await feed.fill()) {
    for (; feed.next < feed.rows.length; feed.next += 1) seen.push(feed.rows[feed.next]![0]!);
  }
  expect(seen).toEqual(['1', '2', '3']);
  expect(await feed.fill()).toBe(false);
});

test('a failure of the reading is the failure of whoever waits for rows', async () => {
  let isFirst = true;
  const feed = feedOf(() => {
    if (!isFirst) return Promise.reject(new Error('the database is gone'));
    isFirst = false;
    return Promise.resolve([['1']]);
  });
  expect(await feed.fill()).toBe(true);
  feed.next = 1;
  await expect(feed.fill()).rejects.toThrow('the database is gone');
});

test('holds no more than it must, however many rows there are: nobody reads on before chunks are taken', async () => {
  let read = 0;
  const feed = feedOf(() => {
    read += 1;
    return Promise.resolve(BATCH);
  });
  const xml = dataSheetXml({
    columns,
    feed,
    rowsMax: 1_000_000,
    rowsExpected: 1_000_000,
    clock: () => 0,
    onRows: () => undefined,
  });
  let bytes = 0;
  for (let taken = 1; taken <= 20; taken += 1) {
    const { value } = await xml.next();
    expect(value?.length).toBeLessThan(256 * 1024);
    bytes += value?.length ?? 0;
    await setImmediate();
    // What was taken, the batch at hand and the one read ahead: no more.
    expect(read * BATCH.length * 200).toBeLessThan(bytes + 3 * BATCH.length * 200);
  }
  await xml.return();
});
