import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { dayOf } from '#lib/core/dates.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { STATUS_LABEL } from '#lib/records/kinds.ts';
import { readStanding, type StandingFigures } from './digest-figures.ts';
import { lastMoment } from './digest-moment.ts';
import { countWords, dayWords, kindWords, moneyWords } from './figure-words.ts';
import type { RaisedNotice } from './notice-contract.ts';
import { raiseNotice } from './raise-notice.ts';
import { readRules, type StoredRule } from './read-rules.ts';
import { readThreshold } from './thresholds.ts';

const EVENTS = ['digest.daily', 'digest.weekly'] as const;
type DigestEvent = (typeof EVENTS)[number];

/** One digest that is due: for everybody, or for a person with an hour of the own. */
type Due = { event: DigestEvent; userId: string | null; moment: Date };

/**
 * Sends the digests whose hour has come, each once: the day is what it is known by. Who is the first to choose one gets it
 * at its next hour. Nothing is read while none is due.
 */
export async function sendDigests(ctx: Ctx, now: Date): Promise<void> {
  requirePermission(ctx, 'notice:send');
  await ctx.transaction(async (tx) => {
    const due = await dueDigests(ctx, tx, now);
    if (due.length === 0) return;
    const figures = await readStanding(ctx, tx);
    for (const one of due) await raiseNotice(ctx, tx, digestOf(ctx, one, figures));
  });
}

async function dueDigests(ctx: Ctx, tx: TenantTx, now: Date): Promise<Due[]> {
  const stored = (await readRules(ctx, tx)).filter(({ event }) => isDigest(event));
  const due = EVENTS.flatMap((event) =>
    dueOf(
      ctx,
      stored.filter((rule) => rule.event === event),
      event,
      now,
    ),
  );
  if (due.length === 0) return [];
  const sent = await tx.$queryRaw<{ problemKey: string; day: string | null }[]>`
    SELECT p.problem_key AS "problemKey", n.facts ->> 'day' AS day
      FROM notice_problem p JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = p.notice_id
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.problem_key = ANY (${due.map(keyOf)}::text[])`;
  // A worker whose clock is behind never sends the day before once more.
  const days = new Map(sent.map(({ problemKey, day }) => [problemKey, day ?? '']));
  return due.filter((one) => dayOfMoment(ctx, one) > (days.get(keyOf(one)) ?? ''));
}

function dueOf(ctx: Ctx, rules: readonly StoredRule[], event: DigestEvent, now: Date): Due[] {
  const everybody = rules.find(({ userId }) => userId === null);
  // Whoever wants it at everybody's hour hears the one for everybody.
  const isWanted = rules.some(({ isInApp, isByEmail, channelIds }) => isInApp || isByEmail || channelIds.length > 0);
  const first = rules.toSorted((one, other) => one.changedAt.getTime() - other.changedAt.getTime())[0];
  const groups = [
    ...(isWanted && first !== undefined
      ? [{ userId: null, threshold: everybody?.threshold ?? null, since: everybody?.changedAt ?? first.changedAt }]
      : []),
    ...rules
      .filter(
        ({ userId, threshold, isInApp, isByEmail }) => userId !== null && threshold !== null && (isInApp || isByEmail),
      )
      .map(({ userId, threshold, changedAt }) => ({ userId, threshold, since: changedAt })),
  ];
  return groups.flatMap(({ userId, threshold, since }) => {
    const at = readThreshold(event, threshold);
    const weekday = 'weekday' in at ? at.weekday : undefined;
    const moment = lastMoment(now, ctx.tenant.timeZone, { hour: at.hour, weekday });
    return moment > since ? [{ event, userId, moment }] : [];
  });
}

function digestOf(ctx: Ctx, due: Due, { blocked, open, inbox, problems }: StandingFigures): RaisedNotice {
  const { locale, timeZone } = ctx.tenant;
  const count = open.reduce((sum, one) => sum + one.count, 0);
  const lines = open.map(
    ({ kind, status, count: of, oldestAt }) =>
      `${STATUS_LABEL[status]}: ${kindWords(kind, of, locale)}${oldestAt === null ? '' : `, the oldest since ${dayWords(new Date(oldestAt), timeZone, locale)}`}`,
  );
  const told = problems.map(
    ({ title, openedAt }) => `${title} (since ${dayWords(new Date(openedAt), timeZone, locale)})`,
  );
  const when = dayWords(due.moment, timeZone, locale);
  return {
    event: due.event,
    problemKey: keyOf(due),
    subject: null,
    severity: 'info',
    title:
      count === 0
        ? `${when}: nothing is blocked`
        : `${when}: ${moneyWords(blocked, locale)} blocked in ${countWords(count, 'record', 'records', locale)}`,
    body: [
      ...(lines.length === 0 ? ['Every record is in the ledger.'] : lines),
      inbox.count === 0
        ? 'The inbox is empty.'
        : `${countWords(inbox.count, 'item', 'items', locale)}${inbox.isExact ? '' : ' or more'} in the inbox.`,
      '',
      ...(told.length === 0 ? ['No problem is open.'] : ['Open problems:', ...told]),
    ].join('\n'),
    href: '',
    facts: { day: dayOfMoment(ctx, due) },
    ...(due.userId === null ? {} : { userId: due.userId }),
  };
}

function keyOf({ event, userId }: Due): string {
  return userId === null ? event : `${event}:${userId}`;
}

function dayOfMoment(ctx: Ctx, { moment }: Due): string {
  return dayOf(moment, ctx.tenant.timeZone);
}

function isDigest(event: string): event is DigestEvent {
  return EVENTS.some((known) => known === event);
}
