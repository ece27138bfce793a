import { apiKeyContext } from '#lib/access/api-key-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { addDays, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { sumByCurrency } from '#lib/records/count-records.ts';
import { DEFAULT_SORT, EVERY_RECORD, type RecordFilter, SORT_KEYS, type Sort } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { measureVerb } from './measure.ts';
import type { Bench } from './section.ts';

const PAGE = 50;

/** Measures each order, each filter, searches and sums of the largest tenant, for a month and for two years. */
export async function measureListing({ report, floor, largest }: Bench): Promise<void> {
  const ctx = await apiKeyContext(`Bearer ${largest.keyText}`, { requestId: 'bench', address: null });
  const today = dayOf(new Date(), ctx.tenant.timeZone);
  report.verbs();
  for (const [name, from] of [
    ['a month', monthEndingOn(today).from],
    ['2 years', addDays(today, -730)],
  ] as const) {
    const window = {
      ...EVERY_RECORD,
      kinds: ['invoice'],
      syncStatus: 'complete',
      syncedFrom: from,
      syncedTo: today,
    } as const;
    for (const [what, work] of cases(ctx, window, today)) {
      report.verb(`${what}, ${name}`, await measureVerb(largest, floor, work));
    }
  }
}

function cases(ctx: Ctx, window: RecordFilter, today: string): [string, () => Promise<unknown>][] {
  const list = (filter: Partial<RecordFilter>, sort: Sort = DEFAULT_SORT) =>
    listRecords(ctx, { ...window, ...filter }, { sort, limit: PAGE, cursor: null });
  const filters: [string, Partial<RecordFilter>][] = [
    ['failed', { syncStatus: 'failed' }],
    ['pending', { syncStatus: 'pending' }],
    ['all', { syncStatus: 'all' }],
    ['payer', { payer: 'acme retail 7' }],
    ['payer nobody has', { payer: 'nobody at all' }],
    ['billing organisation', { billingOrg: 'carrier 117' }],
    ['source', { sources: ['bill'] }],
    ['source status', { sourceStatuses: ['draft'] }],
    ['document date', { documentFrom: addDays(today, -20), documentTo: addDays(today, -19) }],
    ['differs', { flags: ['differs'] }],
    ['by hand', { flags: ['by_hand'] }],
    ['changed since sync', { flags: ['changed_since_sync'] }],
    ['two references (none)', { flags: ['two_references'] }],
    ['excluded (none)', { excluded: 'only' }],
    ['search, rare', { search: 'inv-100042' }],
    ['search, nowhere', { search: 'zebra crossing' }],
    ['search, common', { search: 'freight' }],
  ];
  return [
    ...SORT_KEYS.flatMap((key) =>
      (['asc', 'desc'] as const).map((direction): [string, () => Promise<unknown>] => [
        `by ${key} ${direction}`,
        () => list({}, { key, direction }),
      ]),
    ),
    ...filters.map(([name, filter]): [string, () => Promise<unknown>] => [name, () => list(filter)]),
    ['sums', () => sumByCurrency(ctx, window)],
  ];
}
