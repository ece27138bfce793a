import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { addDays, type Day, dayOf } from '#lib/core/dates.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { publicUrl } from '#lib/env.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { nextDues } from '#lib/reviews/due-days.ts';
import { tenantSettings } from '#lib/tenants/get-tenant-settings.ts';

/** So many reviews ahead. */
const AHEAD = 4;
const DAY_SECONDS = 86_400;

/** One whole day of the calendar; `key` stays the same as long as it is the same thing. */
type Entry = { key: string; day: Day; summary: string; description: string; path: string; warnDays: number };

type ReviewRow = { id: string; dueOn: Day; isByHand: boolean; signedByName: string | null };
type EndRow = { id: string; ledger: Ledger; companyName: string; refreshEndsAt: Date; hardEndsAt: Date | null };

/** Gives the business's calendar as iCalendar text: reviews that were, are and will be due, and when connections end. */
export async function readCalendar(ctx: Ctx, now = new Date()): Promise<string> {
  requirePermission(ctx, 'calendar:read');
  const entries = await ctx.transaction(async (tx) => [
    ...(await reviewEntries(ctx, tx, now)),
    ...(await connectionEntries(ctx, tx)),
  ]);
  const { slug, name } = ctx.tenant;
  const root = `${publicUrl()}/${slug}`;
  const host = new URL(root).hostname;
  const calendar = ical({
    name: `Tieout: ${name}`,
    prodId: { company: 'Tieout', product: 'Tieout', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 6 * 3600,
    url: root,
  });
  for (const { key, day, summary, description, path, warnDays } of entries) {
    const event = calendar.createEvent({
      id: `${key}@${host}`,
      stamp: now,
      allDay: true,
      start: utcDay(day),
      end: utcDay(addDays(day, 1)),
      summary,
      description,
      url: `${root}/${path}`,
    });
    if (warnDays > 0) {
      event.createAlarm({ type: ICalAlarmType.display, trigger: warnDays * DAY_SECONDS, description: summary });
    }
  }
  return calendar.toString();
}

async function reviewEntries(ctx: Ctx, tx: TenantTx, now: Date): Promise<Entry[]> {
  const { reviewEvery } = await tenantSettings(ctx, tx);
  const rows = await tx.$queryRaw<ReviewRow[]>`
    SELECT id, due_on::text AS "dueOn", period = 'by_hand' AS "isByHand", signed_by_name AS "signedByName" FROM health_review
     WHERE tenant_id = ${ctx.tenantId}::uuid AND due_on > ${now}::timestamptz::date - 400 ORDER BY due_on, id`;
  const known = new Set(rows.filter(({ isByHand }) => !isByHand).map(({ dueOn }) => dueOn));
  const path = 'connections/reviews';
  return [
    ...rows.map(({ id, dueOn, isByHand, signedByName }) => ({
      // The same before and after it was opened, so that a calendar moves none and doubles none.
      key: isByHand ? `review-${id}` : `review-${dueOn}-${ctx.tenantId}`,
      day: dueOn,
      summary: signedByName === null ? 'Health check to sign' : `Health check, signed by ${signedByName}`,
      description: 'Read what the checks found, and sign that you did.',
      path: `${path}/${id}`,
      warnDays: 0,
    })),
    // Of today too, until it is opened.
    ...nextDues(addDays(dayOf(now, ctx.tenant.timeZone), -1), reviewEvery, AHEAD)
      .filter((day) => !known.has(day))
      .map((day) => ({
        key: `review-${day}-${ctx.tenantId}`,
        day,
        summary: 'Health check',
        description: 'Tieout runs every check on this day and asks for a signature.',
        path,
        warnDays: 0,
      })),
  ];
}

async function connectionEntries(ctx: Ctx, tx: TenantTx): Promise<Entry[]> {
  const rows = await tx.$queryRaw<EndRow[]>`
    SELECT c.id, c.ledger, c.company_name AS "companyName", g.refresh_ends_at AS "refreshEndsAt",
           g.hard_ends_at AS "hardEndsAt"
      FROM connection c JOIN ledger_grant g ON g.tenant_id = ${ctx.tenantId}::uuid AND g.id = c.grant_id
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.status = 'connected' ORDER BY c.company_name, c.id`;
  const { timeZone } = ctx.tenant;
  return rows.flatMap(({ id, ledger, companyName, refreshEndsAt, hardEndsAt }) => {
    const { name } = LEDGER_WORDS[ledger];
    const path = `connections/${id}`;
    return [
      {
        key: `refresh-${id}`,
        day: dayOf(refreshEndsAt, timeZone),
        summary: `${companyName}: the connection ends unless it is refreshed`,
        description: `${name} lets Tieout in until ${refreshEndsAt.toISOString()}. Each refresh puts this day off by itself.`,
        path,
        warnDays: 7,
      },
      ...(hardEndsAt === null
        ? []
        : [
            {
              key: `hard-${id}`,
              day: dayOf(hardEndsAt, timeZone),
              summary: `${companyName}: connect anew before this day`,
              description: `${name} lets Tieout in until ${hardEndsAt.toISOString()}. No refresh puts that off.`,
              path,
              warnDays: 30,
            },
          ]),
    ];
  });
}

/** The generator reads the day of an all-day event on UTC's calendar where no zone is named. */
function utcDay(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}
