import type { Kind } from '#lib/records/kinds.ts';

/**
 * Ranges that move with the day. A view that was saved with one of them shows it as of the day it is opened; any other
 * range stays at its days.
 */
export const MOVING_RANGES = [
  'month_ending_today',
  'last_7_days',
  'this_month',
  'last_month',
  'last_3_months',
  'last_12_months',
] as const;
export type MovingRange = (typeof MOVING_RANGES)[number];

export const VIEW_NAME_MAX = 80;
/** As many views as one person may keep of one tab. */
export const VIEWS_MAX = 100;

/** What a view shows: the list's address without page, open record and, where the range moves, its days; and columns. */
export type ViewContent = {
  query: string;
  movingRange: MovingRange | null;
  /** As the cookie of a tab's columns has them: `-reference.payer220`. */
  columns: string;
};

/** One view as a person may see it: the own ones, and what others share. */
export type SavedView = ViewContent & {
  id: string;
  kind: Kind;
  name: string;
  isShared: boolean;
  isOwn: boolean;
  /** Who shares it; the own name for own ones. */
  ownerName: string;
  /** Whether this person may change and delete it: its owner, and of a shared one an admin too. */
  canChange: boolean;
  isOwnDefault: boolean;
  isTenantDefault: boolean;
  /** Rises with each change. */
  version: number;
};

/** Gives the view that a tab opens with: the person's own default, or else the tenant's; null for neither. */
export function defaultView<T extends Pick<SavedView, 'isOwnDefault' | 'isTenantDefault'>>(
  views: readonly T[],
): T | null {
  return views.find((view) => view.isOwnDefault) ?? views.find((view) => view.isTenantDefault) ?? null;
}
