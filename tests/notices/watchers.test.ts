import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { closeDisconnected } from '#lib/notices/close-disconnected.ts';
import { lastMoment } from '#lib/notices/digest-moment.ts';
import { errorKind } from '#lib/notices/error-kind.ts';
import { sendDigests } from '#lib/notices/send-digests.ts';
import { resetOwnRule, updateOwnRule } from '#lib/notices/update-own-rule.ts';
import { updateRule } from '#lib/notices/update-rule.ts';
import { watchFailures } from '#lib/notices/watch-failures.ts';
import { watchInbox } from '#lib/notices/watch-inbox.ts';
import { watchNewKinds } from '#lib/notices/watch-new-kinds.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { connectTestTenant } from '#tests/factories/listed-company.ts';
import { raise, toldIn } from '#tests/factories/notices.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
let tenant: TestTenant;
let worker: Ctx;
let attempt = 0;

beforeAll(async () => {
  await administrator();
  setEnvironment({ TIEOUT_URL: 'https://tieout.example' });
});
beforeEach(async () => {
  tenant = await createTenant({ timeZone: 'America/Chicago' });
  worker = await workerContext(tenant.info.id, 'notices', ['notice:send', 'record:read']);
});
afterAll(closeDatabase);

const open = async () =>
  (
    await asAdministrator<{ problem_key: string }>(
      'SELECT problem_key FROM notice_problem WHERE tenant_id = $1 AND ended_at IS NULL',
      [tenant.info.id],
    )
  ).map(({ problem_key }) => problem_key);
const told = async () => (await toldIn(tenant)).map(({ type, title }) => `${type}: ${title}`);

async function fail(count: number, error: { errorCode?: string; errorMessage?: string }, at = new Date()) {
  const items = Array.from({ length: count }, () => {
    attempt += 1;
    const record = {
      kind: 'invoice',
      sourceId: `inv_${attempt}`,
      number: `INV-${attempt}`,
      amount: '100.00',
      currency: 'USD',
    };
    return { externalId: `SY${attempt}`, record, outcome: 'failed', attemptedAt: at.toISOString(), ...error };
  });
  const results = await reportAttempts(keyContext(tenant), received(items));
  expect(results.map(({ result }) => result)).toEqual(items.map(() => 'created'));
}

test('what is open of a connection is over once a person has ended it', async () => {
  const about = { subject: { type: 'connection', id: tenant.connectionId } } as const;
  const admin = memberOf(tenant);
  await raise(admin, { ...about, problemKey: 'connection.ends_soon:1', event: 'connection.ends_soon' });
  await raise(admin, { problemKey: 'other' });
  await closeDisconnected(worker);
  expect(await told()).toHaveLength(2);
  await asAdministrator(`UPDATE connection SET status = 'disconnected' WHERE tenant_id = $1`, [tenant.info.id]);
  for (let time = 0; time < 2; time += 1) await closeDisconnected(worker);
  expect((await told()).slice(2)).toEqual(['recovery: Acme Inc was disconnected']);
});

test('a silence of the business itself is open no more once it has a connection', async () => {
  const silence = { problemKey: 'source.silent:business:proof_of_life:tms', event: 'source.silent' } as const;
  await raise(memberOf(tenant), silence);
  await closeDisconnected(worker);
  expect(await open()).toEqual([silence.problemKey]);
  await connectTestTenant(tenant);
  await closeDisconnected(worker);
  expect(await open()).toEqual([]);
});

describe('Failures', () => {
  const many = (count: number | null, amounts: { currency: string; amount: string }[] = [], windowHours = 24) => ({
    event: 'failures.many' as const,
    isInApp: true,
    isByEmail: false,
    threshold: { count, amounts, windowHours },
  });

  test('above a number are told once, and once when they are fewer again; a person’s own number counts for that person', async () => {
    const person = await memberIn(tenant, ['accounting_sync']);
    await updateRule(memberOf(tenant), { ...many(4), channelIds: [] });
    await updateOwnRule(person, many(2));
    await fail(3, { errorCode: 'E1' });
    const now = new Date();
    for (let time = 0; time < 3; time += 1) await watchFailures(worker, now);
    expect(await told()).toEqual(['problem: 3 records failed in the last 24 hours']);
    const receipts = () =>
      asAdministrator<{ user_id: string }>('SELECT user_id FROM notice_receipt WHERE tenant_id = $1', [tenant.info.id]);
    expect(await receipts()).toEqual([{ user_id: person.actor.id }]);
    await fail(2, { errorCode: 'E1' });
    await watchFailures(worker, now);
    expect((await toldIn(tenant)).at(-1)).toMatchObject({
      title: '5 records failed in the last 24 hours',
      body: expect.stringContaining('5 invoices: 500.00 USD'),
    });
    // Who has a number of the own is not told by everybody's too.
    expect(await receipts()).toHaveLength(1);
    await watchFailures(worker, new Date(now.getTime() + 25 * HOUR_MS));
    expect((await told()).filter((one) => one.startsWith('recovery'))).toHaveLength(2);
  });

  test('by a number that a person has taken back are open no more, and nobody is told', async () => {
    const person = await memberIn(tenant, ['accounting_sync']);
    await updateOwnRule(person, many(2));
    await fail(3, { errorCode: 'E1' });
    await watchFailures(worker, new Date());
    await resetOwnRule(person, 'failures.many');
    await watchFailures(worker, new Date());
    expect(await open()).toEqual([]);
    expect(await told()).toEqual(['problem: 3 records failed in the last 24 hours']);
  });

  test('above an amount of one currency are told, exactly above it', async () => {
    await updateRule(memberOf(tenant), { ...many(null, [{ currency: 'USD', amount: '300.00' }]), channelIds: [] });
    await fail(3, { errorCode: 'E1' });
    await watchFailures(worker, new Date());
    expect(await told()).toEqual([]);
    await fail(1, { errorCode: 'E1' });
    await watchFailures(worker, new Date());
    expect((await toldIn(tenant))[0]?.body).toContain('That is more than 300.00 USD.');
  });

  test('are counted by reading those of the time alone, and new kinds by reading what came since', async () => {
    const records = (from: number) =>
      received(
        Array.from({ length: 1_000 }, (_, place) => ({
          kind: 'invoice',
          sourceId: `many_${from + place}`,
          number: `M-${from + place}`,
          amount: '1.00',
          currency: 'USD',
        })),
      );
    await putRecords(keyContext(tenant), records(0));
    await putRecords(keyContext(tenant), records(1_000));
    await fail(900, { errorCode: 'E1' }, new Date(Date.now() - 5 * DAY_MS));
    await fail(6, { errorCode: 'E1' });
    await asAdministrator('ANALYZE sync_record, sync_attempt');
    const options = { tenantId: tenant.info.id, planMode: 'force_generic_plan' } as const;
    const now = new Date();
    expect(await rowsReadFrom('sync_record', () => watchFailures(worker, now), options)).toBeLessThanOrEqual(12);
    // The first look reads all; those after it what came within its overlap.
    await watchNewKinds(worker, now);
    await asAdministrator(
      `UPDATE failure_kind_scan SET attempt_id = 'ffffffff-ffff-7fff-8fff-ffffffffffff' WHERE tenant_id = $1`,
      [tenant.info.id],
    );
    expect(await rowsReadFrom('sync_attempt', () => watchNewKinds(worker, now), options)).toBe(0);
  });

  test('of a kind that was not seen for 90 days are told once; the first look tells nobody', async () => {
    const now = new Date();
    await fail(2, { errorCode: 'OLD' }, new Date(now.getTime() - 100 * DAY_MS));
    await fail(2, { errorMessage: "Vendor 'Acme Corp' is missing a default account (id 4711)." });
    await watchNewKinds(worker, now, { batch: 2 });
    expect(await told()).toEqual([]);
    await fail(3, { errorMessage: "Vendor 'Globex' is missing a default account (id 12)." });
    await fail(1, { errorCode: 'NEW', errorMessage: 'Something else' });
    await Promise.all([watchNewKinds(worker, now, { batch: 2 }), watchNewKinds(worker, now, { batch: 3 })]);
    await watchNewKinds(worker, now);
    expect(await told()).toEqual(['news: A new kind of error: NEW']);
    await asAdministrator(
      `UPDATE failure_kind SET last_seen_at = now() - interval '91 days' WHERE tenant_id = $1 AND error_code = 'OLD'`,
      [tenant.info.id],
    );
    await fail(1, { errorCode: 'OLD' });
    await watchNewKinds(worker, now);
    await watchNewKinds(worker, now);
    expect((await told()).slice(1)).toEqual(['news: A new kind of error: OLD']);
    for (let kind = 0; kind < 7; kind += 1) await fail(1, { errorCode: `MANY_${kind}` });
    await watchNewKinds(worker, now);
    expect((await told()).slice(2)).toEqual(['news: 7 new kinds of error']);
  });

  test('with a message that is cut within a character are told all the same', async () => {
    await watchNewKinds(worker, new Date());
    await fail(1, { errorMessage: `${'x'.repeat(79)}\u{1f600} is no customer` });
    await watchNewKinds(worker, new Date());
    expect(await told()).toEqual([expect.stringMatching(/^news: A new kind of error: x{79}/)]);
  });

  test('are of one kind by their code, or by their message without names and numbers', () => {
    const hash = (code: string | null, message: string) => errorKind(code, message).hash;
    expect(hash('6240', 'Duplicate name A')).toBe(hash('6240', 'Duplicate name B'));
    expect(hash(null, 'Invoice "INV-1" of 3 Mar 2026 for 1,200.50 is closed')).toBe(
      hash(null, 'Invoice "INV-22" of 14 Mar 2026 for 80.00 is closed'),
    );
    expect(hash(null, 'Account not found')).not.toBe(hash(null, 'Customer not found'));
    expect(hash(null, "The ledger doesn't answer, so it isn't sent")).not.toBe(hash(null, 'The ledger doesn'));
  });
});

test('the inbox is told when something comes, and when it is empty again', async () => {
  await watchInbox(worker);
  await reportAttempts(
    keyContext(tenant),
    received([
      {
        externalId: 'U1',
        record: { kind: 'bill', sourceId: 'nobody' },
        outcome: 'failed',
        attemptedAt: '2026-01-01T00:00:00Z',
      },
    ]),
  );
  for (let time = 0; time < 3; time += 1) await watchInbox(worker);
  await putRecords(
    keyContext(tenant),
    received([{ kind: 'bill', sourceId: 'nobody', number: 'B', amount: '1', currency: 'USD' }]),
  );
  for (let time = 0; time < 2; time += 1) await watchInbox(worker);
  expect(await told()).toEqual(['problem: 1 item waits in the inbox', 'recovery: The inbox is empty again']);
});

describe('A digest', () => {
  test('comes once a day at the hour of the business, with the money blocked, the oldest and what is open', async () => {
    await updateRule(memberOf(tenant), {
      event: 'digest.daily',
      isInApp: true,
      isByEmail: false,
      channelIds: [],
      threshold: { hour: 8 },
    });
    await fail(2, { errorCode: 'E1' });
    await putRecords(
      keyContext(tenant),
      received([{ kind: 'bill', sourceId: 'b1', number: 'B-1', amount: '80.25', currency: 'EUR' }]),
    );
    await asAdministrator(
      `INSERT INTO notice (tenant_id, id, problem_key, event, type, severity, title, body, facts)
       VALUES ($1, $2, 'p', 'source.silent', 'problem', 'problem', 'TMS is silent', '', '{}')`,
      [tenant.info.id, tenant.sourceId],
    );
    await asAdministrator(
      `INSERT INTO notice_problem (tenant_id, problem_key, event, told_hash, notice_id) VALUES ($1, 'p', 'source.silent', '', $2)`,
      [tenant.info.id, tenant.sourceId],
    );
    await sendDigests(worker, new Date());
    const start = Date.parse('2099-03-06T00:00:00Z');
    // Over the night on which clocks in Chicago go forward.
    for (let hours = 0; hours < 5 * 24; hours += 1) await sendDigests(worker, new Date(start + hours * HOUR_MS));
    // A worker whose clock is a day behind repeats nothing.
    await sendDigests(worker, new Date(start + 3 * DAY_MS));
    const digests = (await toldIn(tenant)).filter(({ event }) => event === 'digest.daily');
    expect(digests.map(({ facts }) => facts.day)).toEqual([
      '2099-03-05',
      '2099-03-06',
      '2099-03-07',
      '2099-03-08',
      '2099-03-09',
      '2099-03-10',
    ]);
    expect(digests[0]?.title).toContain('200.00 USD and 80.25 EUR blocked in 3 records');
    expect(digests[0]?.body).toMatch(/Failed: 2 invoices, the oldest since .*\nPending: 1 bill, the oldest since /);
    expect(digests[0]?.body).toContain('Open problems:\nTMS is silent (since ');
  });

  test('falls on the hour that clocks show, whatever the season, and on its weekday', () => {
    const moment = (now: string, at: { hour: number; weekday?: number }) =>
      lastMoment(new Date(now), 'America/Chicago', at).toISOString();
    expect(moment('2026-01-15T14:00:00Z', { hour: 8 })).toBe('2026-01-15T14:00:00.000Z');
    expect(moment('2026-01-15T13:59:59Z', { hour: 8 })).toBe('2026-01-14T14:00:00.000Z');
    expect(moment('2026-07-15T13:00:00Z', { hour: 8 })).toBe('2026-07-15T13:00:00.000Z');
    expect(moment('2026-11-22T12:00:00Z', { hour: 8, weekday: 1 })).toBe('2026-11-16T14:00:00.000Z');
  });
});
