import { beforeAll, describe, expect, test } from 'vitest';
import { listAuditActors } from '#lib/audit/list-audit-actors.ts';
import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import { type AuditFilter, EVERY_EVENT, JOBS } from '#lib/audit/list-contract.ts';
import { firstIdAt, newId } from '#lib/core/ids.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { received } from '#tests/factories/received-item.ts';
import { statementsOf } from '#tests/factories/statements.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let recordId: string;
const person = newId();

/** One event of each kind of actor, at the end of a day in New York and at the beginning of the next. */
beforeAll(async () => {
  await administrator();
  tenant = await createTenant({ timeZone: 'America/New_York' });
  const [put] = await putRecords(keyContext(tenant), received([{ kind: 'bill', sourceId: 'b-1', number: 'B-100' }]));
  recordId = String(put?.id);
  const insert = (at: string, actor: string | null, action: string, type: string, subject: string | null) =>
    asAdministrator(
      `INSERT INTO audit_event (tenant_id, id, at, actor_type, actor_id, actor_name, action, subject_type, subject_id, correlation_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'x')`,
      [
        tenant.info.id,
        firstIdAt(Date.parse(at)).slice(0, 14) + newId().slice(14),
        at,
        actor === null ? 'job' : 'person',
        actor,
        actor === null ? 'npm run key' : 'Robin',
        action,
        type,
        subject,
      ],
    );
  await insert('2026-03-08T04:59:59.999Z', person, 'record.status_changed', 'record', recordId);
  await insert('2026-03-08T05:00:00.000Z', null, 'key.created', 'key', tenant.keyId);
  await insert('2026-03-09T03:59:59.999Z', person, 'person.signed_in', 'person', person);
  await insert('2026-03-09T04:00:00.000Z', person, 'record.excluded', 'record', recordId);
});

async function actionsOf(filter: Partial<AuditFilter>): Promise<string[]> {
  const page = await listAuditEvents(memberOf(tenant), { ...EVERY_EVENT, ...filter }, { limit: 50, cursor: null });
  return page.events.map(({ action }) => action);
}

describe('The list', () => {
  test('has the newest first, with who and what by name', async () => {
    const { events } = await listAuditEvents(memberOf(tenant), EVERY_EVENT, { limit: 50, cursor: null });
    expect(events.map(({ action }) => action)).toEqual([
      'records.put',
      'record.excluded',
      'person.signed_in',
      'key.created',
      'record.status_changed',
    ]);
    expect(events[0]).toMatchObject({ actor: { type: 'api_key', name: 'Test key' }, address: '192.0.2.1' });
    expect(events[1]?.subject).toEqual({ type: 'record', id: recordId, name: 'B-100', kind: 'bill', currency: null });
    expect(events[3]).toMatchObject({ actor: { type: 'job', id: null }, subject: { name: 'Test key' } });
  });

  test.each<[string, Partial<AuditFilter>, string[]]>([
    ['a person', { actor: person }, ['record.excluded', 'person.signed_in', 'record.status_changed']],
    ['jobs', { actor: JOBS }, ['key.created']],
    ['an action', { action: 'person.signed_in' }, ['person.signed_in']],
    ['a kind of subject', { subjectType: 'record' }, ['record.excluded', 'record.status_changed']],
    ['a record by its number', { subject: 'b-100' }, ['record.excluded', 'record.status_changed']],
    ['a key by its name', { subject: 'test KEY' }, ['key.created']],
    ['nothing of that name', { subject: 'B-10' }, []],
    ['a day of 23 hours', { from: '2026-03-08', to: '2026-03-08' }, ['person.signed_in', 'key.created']],
    ['until a day', { to: '2026-03-07' }, ['record.status_changed']],
    ['all at once', { actor: person, subject: 'B-100', from: '2026-03-09', to: '2026-03-09' }, ['record.excluded']],
  ])('is narrowed by %s', async (_what, filter, expected) => {
    expect(await actionsOf(filter)).toEqual(expected);
  });

  test('is narrowed by a record’s id', async () => {
    expect(await actionsOf({ subject: recordId })).toEqual(['record.excluded', 'record.status_changed']);
    expect(await actionsOf({ subject: recordId, subjectType: 'key' })).toEqual([]);
  });

  test('is walked page by page, both ways, and each event comes once', async () => {
    const ctx = memberOf(tenant);
    const pages: string[][] = [];
    let cursor: string | null = null;
    let back: string | null = null;
    do {
      const page = await listAuditEvents(ctx, EVERY_EVENT, { limit: 2, cursor });
      expect(page.position).toBe(pages.length * 2);
      pages.push(page.events.map(({ action }) => action));
      [cursor, back] = [page.nextCursor, page.previousCursor];
    } while (cursor !== null);
    expect(pages).toEqual([
      ['records.put', 'record.excluded'],
      ['person.signed_in', 'key.created'],
      ['record.status_changed'],
    ]);
    const before = await listAuditEvents(ctx, EVERY_EVENT, { limit: 2, cursor: back });
    expect(before.events.map(({ action }) => action)).toEqual(pages[1]);
    expect(before.position).toBe(2);
    await expect(listAuditEvents(ctx, EVERY_EVENT, { limit: 2, cursor: 'forged' })).rejects.toThrow('cursor');
  });

  test('is for those who may read it', async () => {
    const ctx = memberOf(tenant, new Set(['record:read']));
    await expect(async () => listAuditEvents(ctx, EVERY_EVENT, { limit: 2, cursor: null })).rejects.toThrow(
      'audit:read',
    );
    expect(() => listAuditActors(ctx)).toThrow('audit:read');
  });

  test('knows everybody who stands in it', async () => {
    expect(await listAuditActors(memberOf(tenant))).toEqual([
      { type: 'person', id: person, name: 'Robin' },
      { type: 'api_key', id: tenant.keyId, name: 'Test key' },
    ]);
  });
});

test('is planned for the values at hand each time', async () => {
  const work = () => listAuditEvents(memberOf(tenant), { ...EVERY_EVENT, actor: person }, { limit: 50, cursor: null });
  const texts = (await statementsOf(work)).map(({ text }) => text);
  const mode = texts.findIndex((text) => text.includes("set_config('plan_cache_mode', 'force_custom_plan', true)"));
  expect(mode).toBeGreaterThanOrEqual(0);
  expect(texts.findIndex((text) => text.includes('FROM audit_event'))).toBeGreaterThan(mode);
});

describe('Among 60,000 events', () => {
  let big: TestTenant;
  let rare: string;
  const common = newId();

  beforeAll(async () => {
    big = await createTenant();
    rare = newId();
    await asAdministrator(
      `INSERT INTO audit_event (tenant_id, id, at, actor_type, actor_id, actor_name, action, subject_type, subject_id, correlation_id)
       SELECT $1, (lpad(to_hex(1767225600000 + n::bigint * 60000), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
              to_timestamp(1767225600 + n * 60), 'person', CASE n % 20000 WHEN 7 THEN $3::uuid ELSE $2::uuid END, 'Robin',
              CASE n % 20000 WHEN 9 THEN 'key.revoked' ELSE 'record.status_changed' END,
              CASE n % 20000 WHEN 9 THEN 'key' ELSE 'record' END, gen_random_uuid(), 'x'
         FROM generate_series(1, 60000) n`,
      [big.info.id, common, rare],
    );
    await asAdministrator('ANALYZE audit_event');
  });

  test.each<[string, () => Partial<AuditFilter>, number]>([
    ['no filter', () => ({}), 102],
    ['a common actor', () => ({ actor: common }), 102],
    ['a rare actor', () => ({ actor: rare }), 6],
    ['a common action', () => ({ action: 'record.status_changed' }), 102],
    ['a rare action', () => ({ action: 'key.revoked' }), 6],
    ['a rare kind of subject', () => ({ subjectType: 'key' }), 6],
    // An hour on either side may be read and thrown away.
    ['a day', () => ({ from: '2026-01-15', to: '2026-01-15' }), 102 + 60],
    ['a day and a rare actor', () => ({ from: '2026-01-15', to: '2026-01-15', actor: rare }), 6],
  ])('%s reads little more than its rows', async (_what, filter, most) => {
    const work = () => listAuditEvents(memberOf(big), { ...EVERY_EVENT, ...filter() }, { limit: 50, cursor: null });
    const read = await rowsReadFrom('audit_event', work, { tenantId: big.info.id, planMode: 'force_custom_plan' });
    expect(read).toBeLessThanOrEqual(most);
  });
});

test('an event of a bulk change leads to it, and one of a call by itself to none', async () => {
  const own = await createTenant();
  await putRecords(
    keyContext(own),
    received([
      { kind: 'bill', sourceId: 'b-1' },
      { kind: 'bill', sourceId: 'b-2' },
    ]),
  );
  const ids = await storedRows<{ id: string }>(own, 'sync_record', 'id');
  const { id } = await runBulk(await memberIn(own), { act: 'status', target: 'failed' }, named(ids));
  const { events } = await listAuditEvents(memberOf(own), EVERY_EVENT, { limit: 50, cursor: null });
  const bulkOf = (action: string) =>
    events.filter((event) => event.action === action).map(({ bulkOperationId }) => bulkOperationId);
  expect(bulkOf('record.status_changed')).toEqual([id, id]);
  expect(bulkOf('records.put')).toEqual([null]);
});
