import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { mailSettings } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { retryAfterMs } from '#lib/webhooks/retry-schedule.ts';
import { type SendOptions, type Sent, sendRequest } from '#lib/webhooks/send-request.ts';
import { openChannel } from './channel-secret.ts';
import { slackMessage, teamsMessage } from './chat-messages.ts';
import { type ClaimedNotice, claimNotices } from './claim-notices.ts';
import { mailMessage } from './mail-message.ts';
import { noticeWords } from './notice-words.ts';
import { type NoticeTry, recordNoticeTries } from './record-notice-tries.ts';
import { NO_MAIL_SERVER, sendMail } from './send-mail.ts';

/** Answers after which the same message is not sent again: the address is gone, or does not take it. */
const FOR_GOOD = new Set([400, 401, 403, 404, 405, 410, 413]);

/**
 * Sends one tenant's due notices, a few at once, until nothing is left or the signal says that the process is about to
 * stop. Each reaches its target once, but for one: whoever dies between a sending and its note leaves a notice that is
 * sent again, an e-mail with the same Message-ID.
 */
export async function deliverNotices(
  tenantId: string,
  { signal, ...options }: SendOptions & { signal?: AbortSignal } = {},
): Promise<number> {
  const ctx = await workerContext(tenantId, 'notices', ['notice:send']);
  for (let sent = 0; ; ) {
    if (signal?.aborted === true) return sent;
    const { claim, claimed } = await claimNotices(ctx);
    if (claimed.length === 0) return sent;
    const tries = await Promise.all(claimed.map((one) => tryOnce(ctx, one, options)));
    await recordNoticeTries(ctx, claim, tries);
    sent += tries.filter(({ result }) => result === 'sent').length;
  }
}

async function tryOnce(ctx: Ctx, claimed: ClaimedNotice, options: SendOptions): Promise<NoticeTry> {
  const { email, channel } = claimed;
  if (channel !== null && channel.type !== 'email') return postToChat(ctx, claimed, channel, options);
  if (email === null) {
    const problem = claimed.via === 'person' ? 'Is no member any more.' : 'The channel was removed.';
    return { claimed, result: 'skipped', problem, askedMs: null };
  }
  return mailTo(ctx, claimed, email);
}

async function mailTo(ctx: Ctx, claimed: ClaimedNotice, email: string): Promise<NoticeTry> {
  const settings = mailSettings();
  if (settings === null) return { claimed, result: 'skipped', problem: NO_MAIL_SERVER, askedMs: null };
  const { notice, targetId } = claimed;
  const ids = { noticeId: notice.id, targetId, from: settings.from };
  const outcome = await sendMail(email, mailMessage(noticeWords(ctx, notice), ids));
  if (outcome.result === 'sent') return { claimed, result: 'sent', problem: null, askedMs: null };
  return { claimed, ...outcome, askedMs: null };
}

async function postToChat(
  ctx: Ctx,
  claimed: ClaimedNotice,
  { type, secret }: NonNullable<ClaimedNotice['channel']>,
  options: SendOptions,
): Promise<NoticeTry> {
  if (secret === null) return { claimed, result: 'skipped', problem: 'The channel was removed.', askedMs: null };
  const address = openAddress(ctx, claimed.targetId, secret);
  if (address === null) {
    const problem = 'Not sent: its address can’t be read any more, since its key is gone. Add the channel anew.';
    return { claimed, result: 'refused', problem, askedMs: null };
  }
  const words = noticeWords(ctx, claimed.notice);
  const message = type === 'slack' ? slackMessage(words) : teamsMessage(words);
  const sent = await sendRequest(address, { 'content-type': 'application/json' }, JSON.stringify(message), options);
  return tryOf(claimed, sent);
}

function tryOf(claimed: ClaimedNotice, { status, problem, responseHeaders }: Sent): NoticeTry {
  if (problem === null) return { claimed, result: 'sent', problem, askedMs: null };
  const result = status !== null && FOR_GOOD.has(status) ? 'refused' : 'later';
  return { claimed, result, problem, askedMs: retryAfterMs(responseHeaders?.['retry-after'], new Date()) };
}

type ChannelSecret = { sealed: Uint8Array; keyId: string };

function openAddress({ tenantId }: Ctx, channelId: string, secret: ChannelSecret): string | null {
  try {
    return openChannel(secret, { tenantId, channelId });
  } catch (error) {
    log.error({ err: error, channel: channelId }, 'the address of a channel can’t be read');
    return null;
  }
}
