import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { addNote } from '#lib/records/add-note.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { NOTE_MAX } from '#lib/records/record-contract.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  tenant = await createTenant();
  ctx = memberOf(tenant);
});

async function newRecord(): Promise<string> {
  const record = listedRecord(tenant);
  await storeRecords(tenant, [record]);
  return record.id;
}

async function notesOf(recordId: string): Promise<(string | null)[]> {
  const { events } = await getRecord(ctx, recordId);
  return events.filter(({ action }) => action === 'record.noted').map(({ note }) => note);
}

test('a note is kept with its line breaks, newest first, by whom it was written', async () => {
  const id = await newRecord();
  await addNote(ctx, id, '  Called the carrier.\r\nThey resend it\ton Monday.  ');
  await addNote(ctx, id, 'They did.');
  expect(await notesOf(id)).toEqual(['They did.', 'Called the carrier.\nThey resend it\ton Monday.']);
  const { events, version } = await getRecord(ctx, id);
  expect(events[0]).toMatchObject({ actor: { type: 'person', name: ctx.actor.name }, before: null, after: null });
  expect(version).toBe(1);
});

test('a form that is sent twice, even at once, leaves one note', async () => {
  const id = await newRecord();
  await Promise.all([addNote(ctx, id, 'Once'), addNote(ctx, id, 'Once')]);
  await addNote(ctx, id, 'Once');
  expect(await notesOf(id)).toEqual(['Once']);
});

test.each([
  ['nothing', ' \n '],
  ['too much', 'x'.repeat(NOTE_MAX + 1)],
  ['what the database’s text can’t hold', 'a\u0000b'],
])('%s is refused', async (_name, text) => {
  const id = await newRecord();
  await expect(addNote(ctx, id, text)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await notesOf(id)).toEqual([]);
});

test('as much as there may be is kept', async () => {
  const id = await newRecord();
  await addNote(ctx, id, 'ö'.repeat(NOTE_MAX));
  expect((await notesOf(id))[0]).toHaveLength(NOTE_MAX);
});

test('a key may not write notes, nor anybody on a record that is not there', async () => {
  const id = await newRecord();
  await expect(addNote(keyContext(tenant), id, 'A note')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(addNote(ctx, '01a00000-0000-7000-8000-000000000000', 'A note')).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(addNote(ctx, 'none', 'A note')).rejects.toMatchObject({ code: 'not_found' });
});
