import type { Day } from '#lib/core/dates.ts';
import type { MovingRange, ViewContent } from '#lib/views/view-contract.ts';
import { datePresets, isSameRange } from './date-presets.ts';
import { type ListRange, type ListState, toQuery } from './list-address.ts';
import { parseSearchParams, rawSearchParams } from './search-params.ts';

/** The range that a list's address leaves out, and the day that moving ranges are counted from. */
type Today = { today: Day; defaultRange: ListRange };

type Shown = Pick<ViewContent, 'query' | 'movingRange'>;

/** Never a range of a list, so that an address written beside it always says its own. */
const NO_RANGE: ListRange = { from: '', to: '' };

/** Gives what a view shows on a day, opened as this view. */
export function stateOfView(view: Shown & { id: string }, { today, defaultRange }: Today): ListState {
  const { state } = parseSearchParams(rawSearchParams(view.query), defaultRange);
  const moving = datePresets(today).find(({ id }) => id === view.movingRange);
  return { ...state, range: moving?.range ?? state.range, cursor: null, record: null, view: view.id };
}

/** Gives what of a list's state a view keeps: its days only where they do not move. */
export function shownBy(state: ListState, movingRange: MovingRange | null): Shown {
  const kept = { ...state, cursor: null, record: null, view: null };
  return { query: toQuery(kept, movingRange === null ? NO_RANGE : state.range), movingRange };
}

/** Says whether two states show the same records in the same order, whatever page and record is open. */
export function isSameList(one: ListState, other: ListState): boolean {
  return shownBy(one, null).query === shownBy(other, null).query;
}

/** Gives the moving ranges that come to these days today, by name: what a view of them could mean. */
export function movingRangesOf(range: ListRange, today: Day): { id: MovingRange; label: string }[] {
  return datePresets(today)
    .filter((preset) => isSameRange(preset.range, range))
    .map(({ id, label }) => ({ id, label }));
}
