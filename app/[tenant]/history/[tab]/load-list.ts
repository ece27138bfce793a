import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { countByKind, countByStatus, countRecords, failedBefore, sumByCurrency } from '#lib/records/count-records.ts';
import { type CauseGroup, groupByCause } from '#lib/records/group-by-cause.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { CurrencySum, EarlierFailed, RecordCount, RecordPage } from '#lib/records/list-contract.ts';
import { type Facets, listFacets } from '#lib/records/list-facets.ts';
import { listRecords } from '#lib/records/list-records.ts';
import type { MatchingTotals } from './_components/selection.ts';
import type { StatusCounts } from './_components/status-filter.tsx';
import type { ActiveFilter, FilterNames } from './filters.ts';
import { type ListState, toFilter } from './list-address.ts';
import { loadFilterNames } from './load-filter-names.ts';

/** The rows, and what may arrive after them. */
export type LoadedList = {
  page: RecordPage;
  /** Everything that matches by cause, where that is asked for instead of the rows. */
  groups: CauseGroup[] | null;
  /** Said when the place in the list could not be used and the first page is shown. */
  notice: string | null;
  names: FilterNames;
  kindCounts: Promise<Record<Kind, RecordCount>>;
  statusCounts: Promise<StatusCounts>;
  /** Of the Complete ones, those that a person completed by hand. */
  byHand: Promise<RecordCount>;
  total: Promise<RecordCount>;
  sums: Promise<CurrencySum[]>;
  matching: Promise<MatchingTotals>;
  earlier: Promise<EarlierFailed>;
  facets: Promise<Facets>;
};

/** Reads one page of a list. Its counts and sums are under way when it comes back, and no sooner: the rows have the database to themselves. */
export async function loadList(ctx: Ctx, kind: Kind, state: ListState): Promise<LoadedList> {
  const filter = toFilter(kind, state);
  const [reading, groups, names] = await Promise.all([
    readPage(ctx, kind, state),
    state.isByCause ? groupByCause(ctx, filter) : null,
    loadFilterNames(ctx, state),
  ]);
  const statusCounts = underWay(countByStatus(ctx, { ...filter, excluded: 'no' }));
  const byHand = underWay(
    countRecords(ctx, { ...filter, syncStatus: 'complete', flags: [...filter.flags, 'by_hand'], excluded: 'no' }),
  );
  const sums = underWay(sumByCurrency(ctx, filter));
  const kindCounts = underWay(countByKind(ctx, filter));
  const total = underWay(
    state.isExcluded ? countRecords(ctx, filter) : statusCounts.then((counts) => counts[state.status]),
  );
  const matching = underWay(
    Promise.all([total, sums]).then(([count, rows]) => ({
      ...count,
      amounts: rows.map((row) => ({ currency: row.currency, count: row.count, amount: row.amount })),
    })),
  );
  const hasEarlier = state.status === 'failed' && !state.isExcluded;
  const earlier = underWay(hasEarlier ? failedBefore(ctx, filter) : Promise.resolve({ count: 0, amounts: [] }));
  const facets = underWay(listFacets(ctx, kind));
  return {
    ...reading,
    groups,
    names,
    kindCounts,
    statusCounts,
    byHand,
    total,
    sums,
    matching,
    earlier,
    facets,
  };
}

/** Gives how many records there would be without each of the filters. */
export function countLifted(
  ctx: Ctx,
  kind: Kind,
  filters: ActiveFilter[],
): Promise<{ filter: ActiveFilter; count: RecordCount }[]> {
  return underWay(
    Promise.all(
      filters.map(async (filter) => ({ filter, count: await countRecords(ctx, toFilter(kind, filter.without)) })),
    ),
  );
}

/** Gives how many records a state of the list shows. */
export function countState(ctx: Ctx, kind: Kind, state: ListState): Promise<RecordCount> {
  return underWay(countRecords(ctx, toFilter(kind, state)));
}

async function readPage(ctx: Ctx, kind: Kind, state: ListState): Promise<Pick<LoadedList, 'page' | 'notice'>> {
  const filter = toFilter(kind, state);
  const request = { sort: state.sort, limit: state.size };
  try {
    return { page: await listRecords(ctx, filter, { ...request, cursor: state.cursor }), notice: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || state.cursor === null) throw error;
    const page = await listRecords(ctx, filter, { ...request, cursor: null });
    return { page, notice: 'The place in the list is not known any more, so its first page is shown.' };
  }
}

// Whoever waits for it sees the failure; until somebody does, Node must not take it for a forgotten one.
function underWay<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
