import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, authSecret, setEnvironment } from '#lib/env.ts';
import type { ChannelType } from '#lib/notices/channel-contract.ts';
import { createChannel } from '#lib/notices/create-channel.ts';
import { deliverNotices } from '#lib/notices/deliver-notices.ts';
import { listChannels } from '#lib/notices/list-channels.ts';
import { removeChannel } from '#lib/notices/remove-channel.ts';
import { sendTestNotice } from '#lib/notices/send-test-notice.ts';
import { updateRule } from '#lib/notices/update-rule.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { headerOf, type MailServer, startMailServer } from '#tests/factories/mail-server.ts';
import { makeNoticesDue, noticeDeliveries, raise } from '#tests/factories/notices.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { startTarget, type WebhookTarget } from '#tests/factories/webhook-target.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';

const SECRET_PATH = 'services-T000-B000-verysecret';
const MAIL_FROM = 'Tieout <tieout@example.com>';
const { appUrl } = await testDatabase();
let tenant: TestTenant;
let ctx: Ctx;
let mail: MailServer;
let chat: WebhookTarget;

beforeAll(async () => {
  mail = await startMailServer();
});
beforeEach(async () => {
  setEnvironment({
    WEBHOOK_ALLOW_LOOPBACK: '1',
    SMTP_URL: mail.url,
    MAIL_FROM,
    TIEOUT_URL: 'https://tieout.example',
  });
  mail.mails.length = 0;
  mail.refuse(null);
  chat = await startTarget();
  tenant = await createTenant();
  ctx = memberOf(tenant);
});
afterEach(() => chat.close());
afterAll(async () => {
  setEnvironment({ SMTP_URL: undefined, MAIL_FROM: undefined });
  await mail.close();
  await closeDatabase();
});

const deliver = () => deliverNotices(tenant.info.id);
const addChannel = (type: ChannelType, address = `${chat.url}/${SECRET_PATH}`) =>
  createChannel(ctx, { type, name: `The ${type}`, address }).then(({ id }) => id);
const states = async () => (await noticeDeliveries(tenant)).map(({ state, tries }) => `${state} ${tries}`);
const postTo = (...channelIds: string[]) =>
  updateRule(ctx, { event: 'connection.lost', isInApp: true, isByEmail: false, channelIds, threshold: null });

test('an e-mail reaches its person once, in words, with a link, and under an id made from the notice', async () => {
  const person = await memberIn(tenant, ['admin']);
  const [account] = await asAdministrator<{ email: string }>('SELECT email FROM app_user WHERE id = $1', [
    person.actor.id,
  ]);
  const id = await raise(ctx, { title: 'Lost\r\nBcc: everybody@example.com', body: '<b>Connect</b> anew.' });
  expect(await deliver()).toBe(1);
  expect(await deliver()).toBe(0);
  expect(await states()).toEqual(['sent 1']);
  const [received] = mail.mails;
  expect(mail.mails).toHaveLength(1);
  expect(received).toMatchObject({ from: 'tieout@example.com', to: [account?.email] });
  expect(headerOf(received!, 'Message-ID')).toBe(`<${id}.${person.actor.id}@example.com>`);
  expect(headerOf(received!, 'Subject')).toBe(`[${tenant.info.name}] Lost Bcc: everybody@example.com`);
  expect(headerOf(received!, 'Bcc')).toBeNull();
  expect(headerOf(received!, 'Auto-Submitted')).toBe('auto-generated');
  expect(received?.raw).toContain(`https://tieout.example/${tenant.info.slug}/connections/1`);
  expect(received?.raw).toContain('&lt;b&gt;Connect&lt;/b&gt; anew.');
});

test('what the mail server puts off is sent later, what it refuses is not, and without one it is said so', async () => {
  await memberIn(tenant, ['admin']);
  await raise(ctx);
  mail.refuse(451);
  await deliver();
  expect(await noticeDeliveries(tenant)).toMatchObject([
    { state: 'waiting', tries: 1, problem: 'The mail server answered with 451.' },
  ]);
  mail.refuse(null);
  await makeNoticesDue(tenant);
  await deliver();
  expect(await states()).toEqual(['sent 2']);
  mail.refuse(550);
  await raise(ctx, { facts: { again: 1 } });
  await deliver();
  expect((await noticeDeliveries(tenant))[1]).toMatchObject({ state: 'failed', tries: 1 });
  setEnvironment({ SMTP_URL: undefined, MAIL_FROM: undefined });
  await raise(ctx, { facts: { again: 2 } });
  await deliver();
  expect((await noticeDeliveries(tenant))[2]).toMatchObject({
    state: 'skipped',
    problem: expect.stringContaining('SMTP_URL'),
  });
  expect(mail.mails).toHaveLength(1);
});

test('Slack and Teams get what they read, with others’ words as plain text', async () => {
  const teams = await startTarget();
  const slackId = await addChannel('slack');
  const teamsId = await addChannel('teams', `${teams.url}/workflows/1`);
  await postTo(slackId, teamsId);
  await raise(ctx, { title: 'Acme <!channel> & Sons lost', body: 'See [here](https://evil.example) now.' });
  expect(await deliver()).toBe(2);
  const slack = JSON.parse(chat.calls[0]?.body ?? '');
  expect(slack.text).toBe(`Problem: [${tenant.info.name}] Acme &lt;!channel&gt; &amp; Sons lost`);
  expect(slack.blocks[0]).toMatchObject({ type: 'header', text: { type: 'plain_text' } });
  expect(slack.blocks[1].text).toMatchObject({ type: 'plain_text', text: 'See [here](https://evil.example) now.' });
  const [card] = JSON.parse(teams.calls[0]?.body ?? '').attachments;
  expect(card.contentType).toBe('application/vnd.microsoft.card.adaptive');
  expect(card.content).toMatchObject({ type: 'AdaptiveCard', actions: [{ type: 'Action.OpenUrl' }] });
  expect(card.content.body.at(-1).text).toBe('See \\[here\\](https://evil.example) now.');
  await teams.close();
});

test('a chat that answers too many is tried later, one that is gone is not, and the screen says why', async () => {
  const id = await addChannel('slack');
  await postTo(id);
  chat.answer((_call, index) => (index === 0 ? 429 : 404));
  await raise(ctx);
  await deliver();
  expect(await states()).toEqual(['waiting 1']);
  await makeNoticesDue(tenant);
  await deliver();
  expect(await states()).toEqual(['failed 2']);
  expect(await listChannels(ctx)).toMatchObject([{ id, problem: 'Answered with 404.', lastDeliveredAt: null }]);
  chat.answer(() => 200);
  await sendTestNotice(ctx, id);
  await deliver();
  expect(await listChannels(ctx)).toMatchObject([{ id, problem: null, lastDeliveredAt: expect.any(String) }]);
  await raise(ctx, { facts: { again: 1 } });
  await removeChannel(ctx, id);
  expect(await deliver()).toBe(0);
  expect((await states()).at(-1)).toBe('skipped 0');
  expect(await listChannels(ctx)).toEqual([]);
});

test.each([
  ['slack', 'https://example.com/services/x', 'must be an incoming webhook of Slack'],
  ['slack', 'https://hooks.slack.com.evil.example/x', 'must be an incoming webhook of Slack'],
  ['teams', 'https://evilwebhook.office.com.example/x', 'must be an incoming webhook of Microsoft Teams'],
  ['teams', 'https://10.0.0.1/x', 'must lead to a public address'],
  ['email', 'not an address', 'must be an e-mail address'],
] as const)('a channel for %s can’t be %s', async (type, address, words) => {
  const refused = createChannel(ctx, { type, name: 'Bad', address });
  await expect(refused).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ field: 'address', message: expect.stringContaining(words) }],
  });
  await expect(refused.catch((error: Error) => JSON.stringify(error))).resolves.not.toContain(address);
});

test('the address of a channel is in no column, no audit event and no list in clear', async () => {
  const id = await addChannel('slack');
  await postTo(id);
  await raise(ctx);
  chat.answer(() => 500);
  await deliver();
  expect(JSON.stringify(await listChannels(ctx))).not.toContain(SECRET_PATH);
  const tables = await asAdministrator<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  expect(chat.calls[0]?.path).toContain(SECRET_PATH);
  for (const { name } of tables) {
    const found = await asAdministrator(`SELECT 1 FROM "${name}" t WHERE t::text LIKE $1 OR t::text LIKE $2 LIMIT 1`, [
      `%${SECRET_PATH}%`,
      `%${Buffer.from(SECRET_PATH).toString('hex')}%`,
    ]);
    expect(found, name).toEqual([]);
  }
});

test('two workers send each notice once, and one killed while it sends leaves it to the other', async () => {
  const isReceived = Promise.withResolvers<void>();
  chat.answer(() => () => isReceived.resolve());
  await postTo(await addChannel('slack'));
  await raise(ctx);
  const worker = () =>
    runNode(['scripts/worker.ts'], {
      DATABASE_URL: appUrl,
      AUTH_SECRET: authSecret(),
      LOG_LEVEL: 'warn',
      WEBHOOK_ALLOW_LOOPBACK: '1',
      SMTP_URL: mail.url,
      MAIL_FROM,
      AUDIT_CHECKPOINT_DIR: auditCheckpointDir(),
    });
  const first = worker();
  await isReceived.promise;
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await noticeDeliveries(tenant)).toMatchObject([{ state: 'waiting', tries: 0, claim: expect.any(String) }]);
  expect(chat.calls).toHaveLength(1);

  chat.answer(() => 200);
  for (let person = 0; person < 6; person += 1) await memberIn(tenant, ['admin']);
  const others = [worker(), worker()];
  await makeNoticesDue(tenant);
  // Each to six people, by e-mail alone.
  for (let time = 0; time < 5; time += 1) {
    await raise(ctx, { event: 'source.silent', problemKey: `source.silent:${time}` });
  }
  const isAllSent = async () => expect(await states()).toEqual([...Array(31)].map(() => 'sent 1'));
  await vi.waitFor(isAllSent, { timeout: 60_000, interval: 100 });
  for (const { child } of others) child.kill('SIGTERM');
  await Promise.all(others.map(({ ended }) => ended));
  expect(chat.calls).toHaveLength(2);
  const ids = mail.mails.map((one) => headerOf(one, 'Message-ID'));
  expect(ids).toHaveLength(30);
  expect(new Set(ids).size).toBe(30);
}, 120_000);
