import ICAL from 'ical.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import { calendarContext } from '#lib/access/calendar-context.ts';
import { createFeed } from '#lib/calendar/create-feed.ts';
import { listFeeds } from '#lib/calendar/list-feeds.ts';
import { readCalendar } from '#lib/calendar/read-calendar.ts';
import { revokeFeed } from '#lib/calendar/revoke-feed.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { lastDue, nextDues } from '#lib/reviews/due-days.ts';
import { getReview, listReviews } from '#lib/reviews/list-reviews.ts';
import { openDueReview } from '#lib/reviews/open-due-review.ts';
import { openReviewNow } from '#lib/reviews/open-review.ts';
import { signReview } from '#lib/reviews/sign-review.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { toldIn } from '#tests/factories/notices.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;

beforeAll(async () => {
  await administrator();
  setEnvironment({ TIEOUT_URL: 'https://tieout.example' });
});
beforeEach(async () => {
  tenant = await createTenant({ timeZone: 'Australia/Sydney' });
  await asAdministrator(`UPDATE tenant SET created_at = '2025-11-20' WHERE id = $1`, [tenant.info.id]);
});
afterAll(closeDatabase);

const openDue = async (now: string) =>
  openDueReview(await workerContext(tenant.info.id, 'notices', ['notice:send', 'connection:check']), new Date(now));

test('a review is opened once a period, by the day of the business, with every check asked for', async () => {
  await openDue('2025-12-15T00:00:00Z');
  expect(await listReviews(memberOf(tenant))).toEqual([]);
  // In Sydney the year has begun.
  await Promise.all([openDue('2025-12-31T13:30:00Z'), openDue('2025-12-31T13:30:00Z')]);
  await openDue('2026-02-20T00:00:00Z');
  await openDue('2026-04-02T00:00:00Z');
  const reviews = await listReviews(memberOf(tenant));
  expect(reviews.map(({ dueOn, period, signedAt }) => [dueOn, period, signedAt])).toEqual([
    ['2026-04-01', 'quarter', null],
    ['2026-01-01', 'quarter', null],
  ]);
  expect((await toldIn(tenant)).map(({ event }) => event)).toEqual(['health_check.due', 'health_check.due']);
  const runs = await asAdministrator('SELECT kind, state FROM check_run WHERE tenant_id = $1', [tenant.info.id]);
  expect(runs).toContainEqual({ kind: 'review', state: 'waiting' });
  expect(await getReview(memberOf(tenant), reviews[0]!.id)).toMatchObject({ isChecking: true });
  await updateTenantSettings(memberOf(tenant), { reviewEvery: 'off' });
  await openDue('2026-07-02T00:00:00Z');
  expect(await listReviews(memberOf(tenant))).toHaveLength(2);
});

test('it is signed once, keeps what it showed then, and its notice is over', async () => {
  const person = await memberIn(tenant, ['accounting_sync']);
  const id = await openReviewNow(memberOf(tenant));
  await signReview(person, { id, note: ' Two bills wait for the bank. ' });
  const signed = await getReview(person, id);
  expect(signed).toMatchObject({
    signedByName: person.actor.name,
    note: 'Two bills wait for the bank.',
    isChecking: false,
  });
  await asAdministrator(`UPDATE connection SET company_name = 'Renamed', status = 'lost' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  expect((await getReview(person, id)).result).toEqual(signed.result);
  await expect(signReview(memberOf(tenant), { id, note: '' })).rejects.toMatchObject({
    code: 'conflict',
    message: `${person.actor.name} has signed it already.`,
  });
  expect((await toldIn(tenant)).map(({ type }) => type)).toEqual(['problem', 'recovery']);
  const events = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND subject_type = 'review' ORDER BY id`,
    [tenant.info.id],
  );
  expect(events.map(({ action }) => action)).toEqual(['review.opened', 'review.signed']);
});

test('it shows the latest answer of each check, and nothing else that a guided run looked at', async () => {
  await asAdministrator(
    `WITH run AS (INSERT INTO check_run (tenant_id, id, kind, requested_by)
                  SELECT $1, gen_random_uuid(), 'guided', 'Robin' FROM generate_series(1, 2) RETURNING id)
     INSERT INTO check_result (tenant_id, run_id, check_name, matter, state, sentence, at)
     SELECT $1, id, name, 'job_link', 'ok', name, now() - row_number() OVER (ORDER BY id) * interval '1 hour'
       FROM run, unnest('{job_link,duplicates}'::text[]) name`,
    [tenant.info.id],
  );
  const { result } = await getReview(memberOf(tenant), await openReviewNow(memberOf(tenant)));
  expect(result.connections.flatMap(({ checks }) => checks.map(({ check }) => check))).toEqual(['job_link']);
});

test('its days are the first of a month, a quarter or a half year', () => {
  expect(lastDue('2026-11-22', 'month')).toBe('2026-11-01');
  expect(lastDue('2026-11-22', 'quarter')).toBe('2026-10-01');
  expect(lastDue('2026-12-31', 'half_year')).toBe('2026-07-01');
  expect(lastDue('2026-11-22', 'off')).toBeNull();
  expect(nextDues('2026-11-22', 'quarter', 5)).toEqual([
    '2027-01-01',
    '2027-04-01',
    '2027-07-01',
    '2027-10-01',
    '2028-01-01',
  ]);
  expect(nextDues('2026-01-01', 'month', 3)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01']);
  expect(nextDues('2026-11-22', 'off', 3)).toEqual([]);
});

test('the calendar holds reviews and the ends of connections, as another program reads them', async () => {
  const admin = memberOf(tenant);
  await asAdministrator(
    `WITH g AS (INSERT INTO ledger_grant (tenant_id, id, ledger, environment, issued_at, access_ends_at, refresh_ends_at,
                                          hard_ends_at, granted_by_name)
                VALUES ($1, $2, 'qbo', 'demo', now(), now(), '2026-03-01T15:00:00Z', '2030-01-01T00:00:00Z', 'Robin'))
     UPDATE connection SET status = 'connected', grant_id = $2, company_name = 'Müller; Söhne, Inc' WHERE tenant_id = $1 AND id = $2`,
    [tenant.info.id, tenant.connectionId],
  );
  await openDue('2026-01-02T00:00:00Z');
  const { id, url } = await createFeed(admin, { name: 'Finance' });
  const token = /^https:\/\/tieout\.example\/calendar\/(cal_[\w-]{65})\.ics$/.exec(url)?.[1] ?? '';
  const ctx = await calendarContext(token, null);
  expect([...(ctx?.permissions ?? [])]).toEqual(['calendar:read']);
  const text = await readCalendar(ctx!, new Date('2026-01-05T00:00:00Z'));
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(`Tieout: ${tenant.info.name}`);
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  expect(events.map(({ summary, startDate, endDate }) => [String(startDate), String(endDate), summary])).toEqual([
    ['2026-01-01', '2026-01-02', 'Health check to sign'],
    ['2026-04-01', '2026-04-02', 'Health check'],
    ['2026-07-01', '2026-07-02', 'Health check'],
    ['2026-10-01', '2026-10-02', 'Health check'],
    ['2027-01-01', '2027-01-02', 'Health check'],
    // In Sydney it is the day after.
    ['2026-03-02', '2026-03-03', 'Müller; Söhne, Inc: the connection ends unless it is refreshed'],
    ['2030-01-01', '2030-01-02', 'Müller; Söhne, Inc: connect anew before this day'],
  ]);
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  const again = new ICAL.Component(ICAL.parse(await readCalendar(ctx!, new Date('2026-04-01T00:00:00Z'))));
  const uids = again.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component).uid);
  expect(uids).toContain(events[1]?.uid);

  // Its address is kept nowhere, and gives nothing once it is revoked; neither does another.
  const rows = await asAdministrator<{ row: string }>('SELECT t::text AS row FROM calendar_feed t');
  expect(rows.some(({ row }) => row.includes(token.slice(-40)))).toBe(false);
  expect(await listFeeds(admin)).toMatchObject([{ id, name: 'Finance', lastReadAt: expect.any(String) }]);
  await revokeFeed(admin, id);
  const otherTenant = await createTenant();
  const { url: otherUrl } = await createFeed(memberOf(otherTenant), { name: 'Other' });
  const mixed = token.slice(0, 26) + otherUrl.slice(-47, -4);
  for (const bad of [token, mixed, 'cal_', '', `${token}x`]) expect(await calendarContext(bad, null)).toBeNull();
});
