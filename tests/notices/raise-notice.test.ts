import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { EVENT_BODIES } from '#lib/http/openapi/event-bodies.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import type { RaisedNotice } from '#lib/notices/notice-contract.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { eventsOf, subscribe } from '#tests/factories/webhooks.ts';

let tenant: TestTenant;
let ctx: Ctx;
let lost: RaisedNotice;

beforeAll(async () => {
  await administrator();
  setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1', TIEOUT_URL: 'https://tieout.example' });
});
beforeEach(async () => {
  tenant = await createTenant();
  ctx = memberOf(tenant);
  lost = {
    event: 'connection.lost',
    problemKey: `connection.lost:${tenant.connectionId}`,
    subject: { type: 'connection', id: tenant.connectionId },
    severity: 'problem',
    title: 'QuickBooks Online refuses Acme Inc',
    body: 'The authorisation was revoked.',
    href: `connections/${tenant.connectionId}`,
    facts: { reason: 'revoked' },
  };
});
afterAll(closeDatabase);

const raise = (more: Partial<RaisedNotice> = {}) => ctx.transaction((tx) => raiseNotice(ctx, tx, { ...lost, ...more }));
const end = () =>
  ctx.transaction((tx) => endNotice(ctx, tx, lost.problemKey, { title: 'Connected again', body: '', href: null }));

function told() {
  return asAdministrator<{ id: string; type: string; severity: string; title: string }>(
    'SELECT id, type, severity, title FROM notice WHERE tenant_id = $1 ORDER BY id',
    [tenant.info.id],
  );
}
function targetsOf(table: 'notice_receipt' | 'notice_delivery', noticeId: string | null) {
  const column = table === 'notice_receipt' ? 'user_id' : 'target_id';
  return asAdministrator<{ id: string }>(
    `SELECT ${column} AS id FROM ${table} WHERE tenant_id = $1 AND notice_id = $2 ORDER BY 1`,
    [tenant.info.id, noticeId],
  ).then((rows) => rows.map(({ id }) => id));
}

test('a problem is told once, however often and by however many it is raised, until it changes', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => raise()));
  expect(ids.filter((id) => id !== null)).toHaveLength(1);
  expect(await raise({ title: 'Other words', body: 'and a figure that moves: 12' })).toBeNull();
  expect(await raise({ facts: { reason: 'suspended' } })).not.toBeNull();
  expect(await raise({ facts: { reason: 'suspended' } })).toBeNull();
  expect(await raise({ facts: { reason: 'suspended' }, severity: 'warning' })).not.toBeNull();
  expect(await told()).toHaveLength(3);
});

test('its end is told once, and it is told anew when it comes back', async () => {
  expect(await end()).toBeNull();
  await raise();
  const ends = await Promise.all(Array.from({ length: 4 }, end));
  expect(ends.filter((id) => id !== null)).toHaveLength(1);
  expect(await end()).toBeNull();
  expect(await raise()).not.toBeNull();
  expect((await told()).map(({ type, severity, title }) => [type, severity, title])).toEqual([
    ['problem', 'problem', lost.title],
    ['recovery', 'info', 'Connected again'],
    ['problem', 'problem', lost.title],
  ]);
});

test('it is told if and only if what was found is stored', async () => {
  const broken = ctx.transaction(async (tx) => {
    await raiseNotice(ctx, tx, lost);
    throw new Error('and then it breaks');
  });
  await expect(broken).rejects.toThrow('and then it breaks');
  expect(await told()).toEqual([]);
  expect(await raise()).not.toBeNull();
});

test('those hear of it whom the rules name, each in their own way', async () => {
  const idOf = async (roles: Parameters<typeof memberIn>[1]) => (await memberIn(tenant, roles)).actor.id ?? '';
  const [staff, admin, nobody] = [await idOf(['accounting_sync']), await idOf(['admin']), await idOf([])];
  const both = [staff, admin].toSorted();
  const first = await raise();
  expect(await targetsOf('notice_receipt', first)).toEqual(both);
  expect(await targetsOf('notice_delivery', first)).toEqual(both);
  // Some events are for one role alone, and are not sent by e-mail until somebody asks for it.
  const poisoned = await raise({ event: 'job.poisoned', problemKey: 'job' });
  expect(await targetsOf('notice_receipt', poisoned)).toEqual([admin]);
  expect(await targetsOf('notice_delivery', poisoned)).toEqual([]);

  const rule = (userId: string | null, isInApp: boolean, isByEmail: boolean, threshold: string | null = null) =>
    asAdministrator(
      `INSERT INTO notice_rule (tenant_id, id, event, user_id, is_in_app, is_by_email, threshold)
       VALUES ($1, gen_random_uuid(), 'connection.lost', $2, $3, $4, $5)`,
      [tenant.info.id, userId, isInApp, isByEmail, threshold],
    );
  await rule(null, false, true);
  await rule(staff, true, false);
  await rule(nobody, true, true);
  const second = await raise({ facts: { again: 1 } });
  expect(await targetsOf('notice_receipt', second)).toEqual([staff]);
  expect(await targetsOf('notice_delivery', second)).toEqual([admin]);
  // What crossed one person's own threshold is for that person; what crossed everybody's is for the others.
  await asAdministrator(`UPDATE notice_rule SET threshold = '{}', is_by_email = true WHERE user_id = $1`, [staff]);
  expect(await targetsOf('notice_delivery', await raise({ facts: { again: 2 } }))).toEqual([admin]);
  const own = await raise({ problemKey: 'own', userId: staff });
  expect(await targetsOf('notice_delivery', own)).toEqual([staff]);
});

test('webhooks hear of a connection, with the connection and a link, and of its recovery', async () => {
  await subscribe(tenant, 'http://127.0.0.1:9/hook', ['connection.lost', 'connection.recovered']);
  await raise();
  await raise({ event: 'source.silent', problemKey: 'silent' });
  await end();
  const events = await eventsOf(tenant);
  expect(events.map(({ type }) => type)).toEqual(['connection.lost', 'connection.recovered']);
  for (const event of events) EVENT_BODIES[event.type as 'connection.lost'].parse(event);
  expect(events[0]?.data).toMatchObject({
    notice: {
      problem: 'connection.lost',
      url: `https://tieout.example/${tenant.info.slug}/${lost.href}`,
      facts: { reason: 'revoked' },
    },
    connection: { id: tenant.connectionId, ledger: 'qbo', companyName: 'Acme Inc' },
  });
});
