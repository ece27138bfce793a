import type { Ctx } from '#lib/access/context.ts';
import { dayOf, instantsOf } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { instantsOfAge } from './ages.ts';
import { forecastConditions } from './forecast-conditions.ts';
import type { SyncStatus } from './kinds.ts';
import { statusNumber } from './kinds.ts';
import { type Age, type Flag, NONE, type RecordFilter } from './list-contract.ts';
import { outageConditions } from './outage-conditions.ts';
import { problemConditions } from './problem-conditions.ts';
import type { SearchPlan } from './search-plan.ts';

/**
 * The one condition for lists, counts, sums, bulk acts and exports: a list of branches over `sync_record r`. Each is
 * one range of one index (one kind, one status, its dates), so that a page reads little more than its rows however
 * many branches there are. The branches never overlap.
 */
export function recordBranches(ctx: Ctx, filter: RecordFilter, search: SearchPlan): Prisma.Sql[] {
  const common = commonConditions(ctx, filter, search);
  return filter.kinds.flatMap((kind) =>
    statusRanges(ctx, filter, search).map((range) =>
      Prisma.join(
        [Prisma.sql`r.tenant_id = ${ctx.tenantId}::uuid`, Prisma.sql`r.kind = ${kind}`, ...range, ...common],
        ' AND ',
      ),
    ),
  );
}

/** Gives one relation of the given columns of all matching records; `tail` (order and limit) is applied to each branch. */
export function unionOf(
  branches: readonly Prisma.Sql[],
  columns: Prisma.Sql,
  tail: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  return Prisma.join(
    branches.map((branch) => Prisma.sql`(SELECT ${columns} FROM sync_record r WHERE ${branch} ${tail})`),
    ' UNION ALL ',
  );
}

function statusRanges(ctx: Ctx, filter: RecordFilter, search: SearchPlan): Prisma.Sql[][] {
  // What was frozen before there were problems and forecasts names none.
  const problemId = filter.problemId ?? null;
  const forecast = filter.forecast ?? null;
  const ofReason = (status: SyncStatus) => [
    ...(filter.outageId === null ? [] : outageConditions(ctx, filter.outageId, status)),
    ...(problemId === null ? [] : problemConditions(ctx, problemId, status, search.messageIds ?? null)),
    ...(forecast === null ? [] : forecastConditions(ctx, forecast, status)),
  ];
  if (filter.excluded === 'only') return [[Prisma.sql`r.excluded_at IS NOT NULL`, ...ofReason('failed')]];
  const { from, before } = instantsOf({ from: filter.syncedFrom, to: filter.syncedTo }, ctx.tenant.timeZone);
  const dates = [
    ...(from === null ? [] : [Prisma.sql`r.list_date >= ${from}::timestamptz`]),
    ...(before === null ? [] : [Prisma.sql`r.list_date < ${before}::timestamptz`]),
  ];
  const statuses: SyncStatus[] = filter.syncStatus === 'all' ? ['failed', 'complete', 'pending'] : [filter.syncStatus];
  return statuses.map((status) => [
    // The number is written out, since a partial index and a plan for one status need a constant.
    Prisma.sql`r.excluded_at IS NULL AND r.sync_status = ${Prisma.raw(`${statusNumber(status)}::smallint`)}`,
    ...(status === 'pending' ? [] : dates),
    ...ofReason(status),
  ]);
}

function commonConditions(ctx: Ctx, filter: RecordFilter, search: SearchPlan): Prisma.Sql[] {
  const conditions = filter.flags.map((flag) => FLAG_CONDITIONS[flag]);
  if (filter.documentFrom !== null) conditions.push(Prisma.sql`r.document_date >= ${filter.documentFrom}::date`);
  if (filter.documentTo !== null) conditions.push(Prisma.sql`r.document_date <= ${filter.documentTo}::date`);
  if (filter.payer !== '') conditions.push(Prisma.sql`r.payer_key LIKE ${containing(filter.payer)}`);
  if (filter.billingOrg !== '') conditions.push(Prisma.sql`lower(r.billing_org) LIKE ${containing(filter.billingOrg)}`);
  if (filter.sources.length > 0) {
    conditions.push(Prisma.sql`r.source_id = ANY (ARRAY(
      SELECT id FROM source WHERE tenant_id = ${ctx.tenantId}::uuid AND slug = ANY (${[...filter.sources]}::text[])))`);
  }
  if (filter.sourceStatuses.length > 0) {
    conditions.push(Prisma.sql`r.source_status = ANY (${[...filter.sourceStatuses]}::text[])`);
  }
  if (filter.age !== null) conditions.push(...ageConditions(ctx, filter.age));
  if (filter.currency === NONE) conditions.push(Prisma.sql`r.currency IS NULL`);
  else if (filter.currency !== null) conditions.push(Prisma.sql`r.currency = ${filter.currency}::char(3)`);
  if (filter.messageId === NONE) conditions.push(Prisma.sql`r.error_message_id IS NULL`);
  else if (filter.messageId !== null) conditions.push(Prisma.sql`r.error_message_id = ${filter.messageId}::uuid`);
  if (filter.cause === NONE) conditions.push(Prisma.sql`r.cause IS NULL`);
  else if (filter.cause !== null) conditions.push(Prisma.sql`r.cause = ${filter.cause}`);
  if (filter.connection === NONE) conditions.push(Prisma.sql`r.connection_id IS NULL`);
  else if (filter.connection !== null) conditions.push(Prisma.sql`r.connection_id = ${filter.connection}::uuid`);
  const found = searchCondition(search);
  return found === null ? conditions : [...conditions, found];
}

function ageConditions(ctx: Ctx, age: Age): Prisma.Sql[] {
  const { timeZone } = ctx.tenant;
  const { from, before } = instantsOfAge(age, dayOf(new Date(), timeZone), timeZone);
  return [
    ...(from === null ? [] : [Prisma.sql`r.list_date >= ${from}::timestamptz`]),
    ...(before === null ? [] : [Prisma.sql`r.list_date < ${before}::timestamptz`]),
  ];
}

function searchCondition(search: SearchPlan): Prisma.Sql | null {
  switch (search.by) {
    case 'nothing':
      return null;
    case 'number':
      // The greatest character ends the range of everything that begins with the text.
      return Prisma.sql`r.number_key >= ${search.beginning} AND r.number_key < ${`${search.beginning}\u{10FFFF}`}`;
    case 'ids':
      return Prisma.sql`r.id = ANY (${[...search.ids]}::uuid[])`;
    case 'scan':
      return matching(search.text);
    default:
      return search satisfies never;
  }
}

/** Gives the condition that a record's short texts or its message contain the text. */
export function matching(text: string): Prisma.Sql {
  return Prisma.sql`(r.search_text LIKE ${containing(text)} OR lower(left(coalesce(r.told_message, r.error_message), 2000)) LIKE ${containing(text)})`;
}

const FLAG_CONDITIONS: Record<Flag, Prisma.Sql> = {
  differs: Prisma.sql`r.differs`,
  changed_since_sync: Prisma.sql`r.is_changed_since_sync`,
  by_hand: Prisma.sql`r.is_by_hand`,
  tried_after_closing: Prisma.sql`r.is_tried_after_closing`,
  two_references: Prisma.sql`r.has_two_references`,
  already_in_ledger: Prisma.sql`r.is_already_in_ledger`,
  void_in_ledger: Prisma.sql`r.is_void_in_ledger`,
  in_doubt: Prisma.sql`r.is_in_doubt`,
  held: Prisma.sql`EXISTS (SELECT FROM lease h WHERE h.tenant_id = r.tenant_id AND h.record_id = r.id)`,
  not_by_hand: Prisma.sql`NOT r.is_by_hand`,
  no_document_date: Prisma.sql`r.document_date IS NULL`,
};

function containing(text: string): string {
  return `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}
