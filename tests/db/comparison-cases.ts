import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { answeredLast } from '#lib/checks/answered-last.ts';
import { type ComparedCharts, compareCharts } from '#lib/comparisons/compare-charts.ts';
import { compareNames } from '#lib/comparisons/compare-names.ts';
import { readComparisonPlace } from '#lib/comparisons/comparison-place.ts';
import { contactsAnswer } from '#lib/comparisons/contacts-answer.ts';
import { getComparison } from '#lib/comparisons/get-comparison.ts';
import { listChartMatches, listCodeMatches } from '#lib/comparisons/list-chart-matches.ts';
import { listNameMatches } from '#lib/comparisons/list-name-matches.ts';
import { readCodes, readLedgerEntries, readSourceItems } from '#lib/comparisons/read-charts.ts';
import { readNames } from '#lib/comparisons/read-names.ts';
import { referenceDataAnswer } from '#lib/comparisons/reference-answer.ts';
import { storeCharts } from '#lib/comparisons/store-charts.ts';
import { lockComparison, storeCounts } from '#lib/comparisons/store-counts.ts';
import { storeNames } from '#lib/comparisons/store-names.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const PAGE = { limit: 100, cursor: null };
const NOW = { now: new Date(), timeZone: 'UTC' };
const NAMES = {
  ...{ missing: 0, inactive: 0, near: 0, differs: 0, exact: 0, emailDiffers: 0 },
  open: { missing: 0, inactive: 0, near: 0, differs: 0, exact: 0 },
};

/** The cases of lib/comparisons. */
export const COMPARISON_CASES: Record<string, Case> = {
  compareNames: (own, other) => compareNames(act(own), idOf(other)),
  compareCharts: (own, other) => compareCharts(act(own), idOf(other)),
  contactsAnswer: (own, other) => contactsAnswer(act(own), idOf(other), NOW),
  referenceDataAnswer: (own, other) => referenceDataAnswer(act(own), idOf(other), NOW, null),
  answeredLast: (own, other) => within(own, (ctx, tx) => answeredLast(ctx, tx, idOf(other), 'authorised')),
  getComparison: (own, other) => getComparison(act(own), idOf(other)),
  listNameMatches: (own, other) =>
    listNameMatches(act(own), idOf(other), { outcome: null, party: null, search: '' }, PAGE),
  listChartMatches: (own, other) => listChartMatches(act(own), idOf(other), { type: 'item', outcome: null }, PAGE),
  listCodeMatches: (own, other) => listCodeMatches(act(own), idOf(other), null),
  readComparisonPlace: (own, other) =>
    within(own, (ctx, tx) => readComparisonPlace(ctx, tx, idOf(other), ['customer'])),
  readNames: (own, other) => within(own, (ctx, tx) => readNames(ctx, tx, placeOf(other))),
  readCodes: (own, other) => within(own, (ctx, tx) => readCodes(ctx, tx, placeOf(other))),
  readSourceItems: (own) => within(own, readSourceItems),
  readLedgerEntries: (own, other) => within(own, (ctx, tx) => readLedgerEntries(ctx, tx, idOf(other))),
  storeNames: (own, other) => within(own, (ctx, tx) => storeNames(ctx, tx, idOf(other), [], NAMES)),
  storeCharts: (own, other) =>
    within(own, (ctx, tx) =>
      storeCharts(ctx, tx, idOf(other), { charts: [], codes: [], counts: { charts: {} as never, codes: {} as never } }),
    ),
  storeCounts: (own, other) => within(own, (ctx, tx) => storeCounts(ctx, tx, idOf(other), 'names', {})),
  lockComparison: (own, other) => within(own, (ctx, tx) => lockComparison(ctx, tx, idOf(other), 'names')),
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: permissionsOfRoles(['accounting_sync', 'admin']) });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

function idOf({ tenant }: FilledTenant): string {
  return tenant.connectionId;
}

function placeOf(other: FilledTenant): ComparedCharts['place'] {
  return {
    connectionId: idOf(other),
    ledger: 'qbo',
    companyName: 'changed',
    unread: [],
    readAt: null,
    isConnected: true,
    hasUnnamed: true,
  };
}
