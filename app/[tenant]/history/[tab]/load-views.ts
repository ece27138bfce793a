import type { Ctx } from '#lib/access/context.ts';
import type { Day } from '#lib/core/dates.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { listViews } from '#lib/views/list-views.ts';
import { defaultView, type MovingRange, type SavedView } from '#lib/views/view-contract.ts';
import { isSameRange } from './date-presets.ts';
import { hrefOf, type ListAddress, type ListState, PLAIN_VIEW } from './list-address.ts';
import { isSameList, movingRangesOf, stateOfView } from './views.ts';

/** One view as the screen offers it: without what it shows, and with the way to it. */
export type OfferedView = Omit<SavedView, 'query' | 'movingRange' | 'kind'> & { href: string };

/** The views of a tab, and which of them is open. */
export type Views = {
  all: OfferedView[];
  open: OfferedView | null;
  /** Whether filters, order or page size differ from the open view's. */
  isListChanged: boolean;
  /** The list as it is without any view. */
  plainHref: string;
  /** What the list's range could mean if it is to move with the day. */
  movingRanges: ReturnType<typeof movingRangesOf>;
  /** What the range means if the open view is updated: as it was meant, unless another one was chosen since. */
  updatedRange: MovingRange | null;
  /** Where the tab leads when its address says nothing; null where it stays. */
  startHref: string | null;
};

/** Reads the views of a tab and compares the open one with what the list shows. */
export async function loadViews(ctx: Ctx, kind: Kind, address: ListAddress, today: Day): Promise<Views> {
  const { path, state, defaultRange } = address;
  const saved = (await listViews(ctx, kind)).map((view) => {
    const shown = stateOfView(view, { today, defaultRange });
    const { query: _query, movingRange, kind: _kind, ...rest } = view;
    return { shown, movingRange, offered: { ...rest, href: hrefOf({ path, state: shown, defaultRange }, shown) } };
  });
  const open = saved.find(({ offered }) => offered.id === state.view) ?? null;
  const movingRanges = movingRangesOf(state.range, today);
  const isSameDays = open !== null && isSameRange(open.shown.range, state.range);
  const all = saved.map(({ offered }) => offered);
  const start = defaultView(all);
  return {
    all,
    open: open?.offered ?? null,
    isListChanged: open !== null && !isSameList(open.shown, state),
    plainHref: start === null ? path : `${path}?view=${PLAIN_VIEW}`,
    movingRanges,
    updatedRange: isSameDays ? open.movingRange : (movingRanges[0]?.id ?? null),
    startHref: start?.href ?? null,
  };
}

/** Gives the view that a list's state names, if this person may open it. */
export async function findOpenView(ctx: Ctx, kind: Kind, { view: id }: ListState): Promise<SavedView | null> {
  if (id === null || id === PLAIN_VIEW) return null;
  return (await listViews(ctx, kind)).find((view) => view.id === id) ?? null;
}
