import { calendarContext } from '#lib/access/calendar-context.ts';
import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { createFeed } from '#lib/calendar/create-feed.ts';
import { listFeeds } from '#lib/calendar/list-feeds.ts';
import { readCalendar } from '#lib/calendar/read-calendar.ts';
import { revokeFeed } from '#lib/calendar/revoke-feed.ts';
import { newId } from '#lib/core/ids.ts';
import { announceConnection } from '#lib/notices/announce-connection.ts';
import { claimNotices } from '#lib/notices/claim-notices.ts';
import { closeDisconnected } from '#lib/notices/close-disconnected.ts';
import { closeOfBusiness, closeUnwatched } from '#lib/notices/close-unwatched.ts';
import { countUnread } from '#lib/notices/count-unread.ts';
import { createChannel } from '#lib/notices/create-channel.ts';
import { readStanding } from '#lib/notices/digest-figures.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import { listChannels } from '#lib/notices/list-channels.ts';
import { listNotices } from '#lib/notices/list-notices.ts';
import { listOwnRules, listRules } from '#lib/notices/list-rules.ts';
import { markAllRead, markRead } from '#lib/notices/mark-read.ts';
import type { RaisedNotice } from '#lib/notices/notice-contract.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { readRules } from '#lib/notices/read-rules.ts';
import { recordNoticeTries } from '#lib/notices/record-notice-tries.ts';
import { removeChannel } from '#lib/notices/remove-channel.ts';
import { resealChannels } from '#lib/notices/reseal-channels.ts';
import { sendDigests } from '#lib/notices/send-digests.ts';
import { sendTestNotice } from '#lib/notices/send-test-notice.ts';
import { tellNotice } from '#lib/notices/tell-notice.ts';
import { resetOwnRule, updateOwnRule } from '#lib/notices/update-own-rule.ts';
import { updateRule } from '#lib/notices/update-rule.ts';
import { watchFailures } from '#lib/notices/watch-failures.ts';
import { watchInbox } from '#lib/notices/watch-inbox.ts';
import { watchNewKinds } from '#lib/notices/watch-new-kinds.ts';
import { askForChecks } from '#lib/reviews/ask-for-checks.ts';
import { getReview, listReviews } from '#lib/reviews/list-reviews.ts';
import { openDueReview } from '#lib/reviews/open-due-review.ts';
import { openReview, openReviewNow } from '#lib/reviews/open-review.ts';
import { readResult } from '#lib/reviews/read-result.ts';
import { signReview } from '#lib/reviews/sign-review.ts';
import { claimTenantJobs } from '#lib/tenant-jobs/claim-tenant-jobs.ts';
import { endTenantJob } from '#lib/tenant-jobs/end-tenant-job.ts';
import { listTenantJobs } from '#lib/tenant-jobs/list-tenant-jobs.ts';
import { poisonJob } from '#lib/tenant-jobs/poison-job.ts';
import { runJobAgain } from '#lib/tenant-jobs/run-job-again.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/notices. */
export const NOTICE_CASES: Record<string, Case> = {
  raiseNotice: (own, other) => within(own, (ctx, tx) => raiseNotice(ctx, tx, raisedFor(other))),
  endNotice: (own, other) =>
    within(own, (ctx, tx) => endNotice(ctx, tx, other.problemKey, { title: 'Over', body: '', href: null })),
  tellNotice: (own, other) =>
    within(own, (ctx, tx) => tellNotice(ctx, tx, { ...raisedFor(other), id: newId(), type: 'problem' })),
  announceConnection: (own, other) =>
    within(own, (ctx, tx) => announceConnection(ctx, tx, { ...raisedFor(other), id: newId(), type: 'problem' })),
  createChannel: (own) =>
    createChannel(actOf(own), { type: 'email', name: 'New', address: 'new@example.com' }).then(() => null),
  removeChannel: (own, other) => removeChannel(actOf(own), other.channelId),
  listChannels: (own) => listChannels(actOf(own)),
  sendTestNotice: (own, other) => sendTestNotice(actOf(own), other.channelId),
  resealChannels: (own) => resealChannels(actOf(own)),
  claimNotices: (own) => claimNotices(sending(own)),
  recordNoticeTries: (own, other) =>
    recordNoticeTries(sending(own), other.noticeId, [
      {
        claimed: {
          notice: { ...raisedFor(other), id: other.noticeId, type: 'problem', path: null, createdAt: new Date() },
          targetId: other.channelId,
          via: 'channel',
          tries: 0,
          email: null,
          channel: null,
        },
        result: 'sent',
        problem: null,
        askedMs: null,
      },
    ]),
  readStanding: (own) => within(own, (ctx, tx) => readStanding(ctx, tx)),
  sendDigests: (own) => sendDigests(sending(own), new Date()),
  closeOfBusiness: (own) => sending(own).transaction((tx) => closeOfBusiness(sending(own), tx)),
  closeUnwatched: (own) => sending(own).transaction((tx) => closeUnwatched(sending(own), tx, 'inbox.waiting', [])),
  closeDisconnected: (own) => closeDisconnected(sending(own)),
  watchFailures: (own) => watchFailures(sending(own), new Date()),
  watchInbox: (own) => watchInbox(sending(own)),
  watchNewKinds: (own) => watchNewKinds(sending(own), new Date()),
  askForChecks: (own) => askForChecks(actOf(own)),
  openReview: (own) => openReview(actOf(own), { dueOn: '2026-01-01', period: 'quarter' }),
  openReviewNow: (own) => openReviewNow(actOf(own)),
  openDueReview: (own) => openDueReview(sending(own), new Date()),
  readResult: (own) => within(own, (ctx, tx) => readResult(ctx, tx)),
  signReview: (own, other) => signReview(actOf(own), { id: other.noticeId, note: '' }),
  listReviews: (own) => listReviews(actOf(own)),
  getReview: (own, other) => getReview(actOf(own), other.noticeId),
  claimTenantJobs: (own) => claimTenantJobs(sending(own), ['inbox']),
  endTenantJob: (own, other) => endTenantJob(sending(own), 'digests', other.noticeId, { everySeconds: 1 }),
  poisonJob: (own) => within(own, (ctx, tx) => poisonJob(ctx, tx, 'digests', 'Died')),
  listTenantJobs: (own) => listTenantJobs(actOf(own)),
  runJobAgain: (own) => runJobAgain(actOf(own), 'digests'),
  createFeed: (own) => createFeed(actOf(own), { name: 'New' }).then(() => null),
  revokeFeed: (own, other) => revokeFeed(actOf(own), other.noticeId),
  listFeeds: (own) => listFeeds(actOf(own)),
  readCalendar: (own) => readCalendar(sending(own)),
  calendarContext: () => calendarContext(`cal_${'A'.repeat(65)}`, null),
  readRules: (own) => within(own, (ctx, tx) => readRules(ctx, tx)),
  listRules: (own) => listRules(actOf(own)),
  listOwnRules: (own) => listOwnRules(actOf(own)),
  updateRule: (own, other) =>
    updateRule(actOf(own), {
      event: 'connection.lost',
      isInApp: true,
      isByEmail: true,
      channelIds: [other.channelId],
      threshold: null,
    }),
  updateOwnRule: (own) =>
    updateOwnRule(actOf(own), { event: 'connection.lost', isInApp: false, isByEmail: true, threshold: null }),
  resetOwnRule: (own) => resetOwnRule(actOf(own), 'connection.lost'),
  listNotices: (own, other) =>
    listNotices({ ...actOf(own), actor: actOf(other).actor }, { isUnreadOnly: false, cursor: null, limit: 10 }),
  countUnread: (own, other) => countUnread({ ...actOf(own), actor: actOf(other).actor }),
  markRead: (own, other) => markRead({ ...actOf(own), actor: actOf(other).actor }, other.noticeId),
  markAllRead: (own, other) => markAllRead({ ...actOf(own), actor: actOf(other).actor }, other.noticeId),
};

export const NOTICE_TOUCHES_NO_TENANT: Record<string, string> = {
  listTenantsWithDueNotices: 'gives ids alone, for the worker, which enters each tenant by itself',
  runTenantJobs: 'does what is due for every tenant, each by an act of its own',
  wakeNotices: 'sends an empty word to a channel',
};

function raisedFor({ tenant, problemKey, personId }: FilledTenant): RaisedNotice {
  return {
    event: 'connection.lost',
    problemKey,
    subject: { type: 'connection', id: tenant.connectionId },
    severity: 'problem',
    title: 'Lost',
    body: '',
    href: null,
    facts: {},
    userId: personId,
  };
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: Parameters<Parameters<Ctx['transaction']>[0]>[0]) => T) {
  const ctx = actOf(own);
  return ctx.transaction(async (tx) => work(ctx, tx));
}

/** The act of the worker that sends a tenant's own notices. */
function sending({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'notices' },
    permissions: new Set(['notice:send', 'job:run', 'connection:check', 'calendar:read']),
    requestId: 'test',
    address: null,
  });
}

/** The act of a tenant's own admin. */
function actOf({ tenant, personId }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: personId, name: 'Robin' },
    permissions: permissionsOfRoles(['accounting_sync', 'admin']),
    requestId: 'test',
    address: null,
  });
}
