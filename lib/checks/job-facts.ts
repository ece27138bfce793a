import { DateTime } from 'luxon';
import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { Moment } from './facts.ts';
import type { JobSigns, ReportedOutcome } from './rules/job-link.ts';
import type { JobRhythm, Rhythm } from './rules/proof-of-life.ts';
import type { ScheduledJob } from './rules/sync-schedule.ts';

const WEEKS = 8;
/** How long a source has been silent is looked up at these moments before each weekday and hour, so that a job that comes at
 * 02:00 one day and at 02:20 another is not taken for late. */
const MINUTES_BEFORE = [0, 30, 60, 90, 120];
const OUTCOMES_READ = 20;
const MESSAGE_MAX = 2_000;
const PENDING_LOOKED_AT = 2_000;

/**
 * The connections whose outcomes count: the one that is checked, or all where the business is. Outcomes that name none
 * count always, since most jobs write to one company and name none.
 */
export type OfConnections = readonly string[];

/** Gives when each source last reported an outcome of each kind, with how silent it was at this time of the past weeks. */
export async function readRhythms(
  ctx: Ctx,
  tx: TenantTx,
  connections: OfConnections,
  { now, timeZone }: Moment,
): Promise<JobRhythm[]> {
  const last = await tx.$queryRaw<{ id: string; slug: string; name: string; kind: Kind; at: Date }[]>`
    SELECT s.id, s.slug, s.name, k.kind, l.at
      FROM source s CROSS JOIN unnest(${[...KINDS]}::text[]) AS k(kind)
      CROSS JOIN LATERAL (SELECT ${lastReceived(ctx, connections, Prisma.sql`${now}::timestamptz`)} AS at) l
     WHERE s.tenant_id = ${ctx.tenantId}::uuid AND l.at IS NOT NULL
     ORDER BY s.name, s.slug`;
  if (last.length === 0) return [];
  const moments = pastMoments(now, timeZone);
  const past = await tx.$queryRaw<{ id: string; kind: Kind; place: number; at: Date | null }[]>`
    SELECT s.id, k.kind, p.place, ${lastReceived(ctx, connections, Prisma.sql`p.at`)} AS at
      FROM ${recordset('c', last, OF_SOURCE)}
      JOIN source s ON s.tenant_id = ${ctx.tenantId}::uuid AND s.id = c.source_id
      CROSS JOIN LATERAL (SELECT c.kind) k
      CROSS JOIN ${recordset('p', moments, OF_MOMENT)}`;
  const silences = Map.groupBy(past, ({ id, kind }) => `${id} ${kind}`);
  const rhythmOf = ({ id, kind, at }: (typeof last)[number]): Rhythm => ({
    kind,
    lastAt: at,
    silences: longestByWeek(moments, silences.get(`${id} ${kind}`) ?? []),
  });
  return [...Map.groupBy(last, ({ slug }) => slug)].map(([slug, rows]) => ({
    slug,
    name: rows[0]?.name ?? slug,
    rhythms: rows.map(rhythmOf),
  }));
}

type PastMoment = { place: number; week: number; at: Date };

const ID: readonly Column<string>[] = [['id', 'uuid', (id) => id]];
const OF_SOURCE: readonly Column<{ id: string; kind: Kind }>[] = [
  ['source_id', 'uuid', ({ id }) => id],
  ['kind', 'text', ({ kind }) => kind],
];
const OF_MOMENT: readonly Column<PastMoment>[] = [
  ['place', 'integer', ({ place }) => place],
  ['at', 'timestamptz', ({ at }) => at.toISOString()],
];

/** Gives the moments to look at: the same weekday and hour of each past week by the tenant's clock, and shortly before. */
function pastMoments(now: Date, timeZone: string): PastMoment[] {
  const here = DateTime.fromJSDate(now, { zone: timeZone });
  const all = Array.from({ length: WEEKS }, (_, n) => n + 1).flatMap((week) =>
    MINUTES_BEFORE.map((minutes) => ({ week, at: here.minus({ weeks: week }).minus({ minutes }).toJSDate() })),
  );
  return all.map((moment, place) => ({ ...moment, place }));
}

function longestByWeek(moments: readonly PastMoment[], rows: readonly { place: number; at: Date | null }[]): number[] {
  const longest = new Map<number, number>();
  for (const { place, at } of rows) {
    const moment = moments[place];
    if (moment === undefined || at === null) continue;
    const silence = moment.at.getTime() - at.getTime();
    longest.set(moment.week, Math.max(silence, longest.get(moment.week) ?? 0));
  }
  return [...longest.values()];
}

/**
 * The last time by `at` at which `source s` reported an outcome of `k.kind`: one step down an index for each connection. The
 * connection is in the order since the planner takes a null for no constant.
 */
function lastReceived(ctx: Ctx, connections: OfConnections, at: Prisma.Sql): Prisma.Sql {
  const newest = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT a.received_at FROM sync_attempt a
      WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.source_id = s.id AND a.kind = k.kind AND ${condition}
        AND a.outcome <> 3 AND a.received_at <= ${at}
      ORDER BY a.connection_id DESC, a.received_at DESC LIMIT 1)`;
  return Prisma.sql`greatest(
    (SELECT max(${newest(Prisma.sql`a.connection_id = n.id`)}) FROM ${recordset('n', connections, ID)}),
    ${newest(Prisma.sql`a.connection_id IS NULL`)})`;
}

type SignRow = ReportedOutcome & { slug: string; name: string };
type ReportRow = { slug: string; name: string; state: 'ok' | 'broken'; message: string | null; checkedAt: Date };

/** Gives the last outcomes of each source, and what its job last said of its own link. */
export async function readSigns(ctx: Ctx, tx: TenantTx, connections: OfConnections): Promise<JobSigns[]> {
  const last = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT a.outcome = 1 AS "isComplete", a.attempted_at AS "attemptedAt", a.error_code AS "errorCode",
            left(a.error_message, ${MESSAGE_MAX}::int) AS "errorMessage", a.kind
       FROM sync_attempt a
      WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.source_id = s.id AND a.kind = k.kind AND ${condition}
        AND a.outcome <> 3
      ORDER BY a.connection_id DESC, a.received_at DESC LIMIT ${OUTCOMES_READ}::int)`;
  const outcomes = await tx.$queryRaw<SignRow[]>`
    SELECT s.slug, s.name, l.*
      FROM source s CROSS JOIN unnest(${[...KINDS]}::text[]) AS k(kind)
      CROSS JOIN LATERAL (
        SELECT o.* FROM ${recordset('n', connections, ID)}
         CROSS JOIN LATERAL ${last(Prisma.sql`a.connection_id = n.id`)} o
        UNION ALL ${last(Prisma.sql`a.connection_id IS NULL`)}) l
     WHERE s.tenant_id = ${ctx.tenantId}::uuid`;
  const reports = await tx.$queryRaw<ReportRow[]>`
    SELECT s.slug, s.name, r.* FROM source s
     CROSS JOIN LATERAL (
       SELECT c.state, left(c.message, ${MESSAGE_MAX}::int) AS message, c.checked_at AS "checkedAt"
         FROM ${recordset('n', connections, ID)}
        CROSS JOIN LATERAL (
          SELECT r.state, r.message, r.checked_at FROM connection_report r
           WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.connection_id = n.id AND r.source_id = s.id
           ORDER BY r.checked_at DESC, r.id DESC LIMIT 1) c
        ORDER BY c.checked_at DESC LIMIT 1) r
     WHERE s.tenant_id = ${ctx.tenantId}::uuid`;
  const bySlug = new Map<string, JobSigns>();
  for (const { slug, name } of [...outcomes, ...reports]) bySlug.set(slug, { slug, name, outcomes: [], report: null });
  for (const [slug, rows] of Map.groupBy(outcomes, (row) => row.slug)) {
    const newest = rows.toSorted((one, other) => other.attemptedAt.getTime() - one.attemptedAt.getTime());
    const read = newest.slice(0, OUTCOMES_READ).map(({ slug: _, name: __, ...outcome }) => outcome);
    bySlug.set(slug, { ...(bySlug.get(slug) as JobSigns), outcomes: read });
  }
  for (const { slug, state, message, checkedAt } of reports) {
    bySlug.set(slug, { ...(bySlug.get(slug) as JobSigns), report: { state, message, checkedAt } });
  }
  return [...bySlug.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

type ScheduleRow = {
  id: string;
  slug: string;
  name: string;
  settings: unknown;
  lastOutcomeAt: Date | null;
  lastCallAt: Date | null;
};

/** Gives the sources of which a schedule is expected, with when they were last heard of. */
export async function readSchedules(ctx: Ctx, tx: TenantTx, connections: OfConnections, now: Date) {
  const rows = await tx.$queryRaw<ScheduleRow[]>`
    SELECT s.id, s.slug, s.name, s.settings,
           (SELECT max(${lastReceived(ctx, connections, Prisma.sql`${now}::timestamptz`)})
              FROM unnest(${[...KINDS]}::text[]) AS k(kind)) AS "lastOutcomeAt",
           (SELECT max(y.last_used_at) FROM api_key y
             WHERE y.tenant_id = ${ctx.tenantId}::uuid AND y.source_id = s.id) AS "lastCallAt"
      FROM source s WHERE s.tenant_id = ${ctx.tenantId}::uuid AND s.settings -> 'schedule' IS NOT NULL
     ORDER BY s.name, s.slug`;
  return rows.flatMap(({ settings, ...row }): (Omit<ScheduledJob, 'hasPendingSince'> & { id: string })[] => {
    const { schedule } = readSourceSettings(settings);
    return schedule === null ? [] : [{ ...row, schedule }];
  });
}

/** Says whether records of a source have been pending since before a moment; among so many of the oldest. */
export async function hasPendingSince(ctx: Ctx, tx: TenantTx, sourceId: string, before: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ has: boolean }]>`
    SELECT EXISTS (
      SELECT FROM unnest(${[...KINDS]}::text[]) AS k(kind)
       CROSS JOIN LATERAL (
         SELECT r.source_id FROM sync_record r
          WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = k.kind AND r.sync_status = 0 AND r.excluded_at IS NULL
            AND r.list_date < ${before}::timestamptz
          ORDER BY r.list_date LIMIT ${PENDING_LOOKED_AT}::int) r
       WHERE r.source_id = ${sourceId}::uuid) AS has`;
  return row.has;
}
