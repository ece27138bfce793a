import { type ColumnPreferences, parseColumnPreferences } from '#components/data-table/column-preferences.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { TAB_OF_KIND } from '#lib/records/kinds.ts';

/** The cookie that remembers columns, and what stands in it before them. It is read by the server, for the first view. */
export type ColumnCookie = { name: string; prefix: string };

type View = { id: string; columns: string };

/**
 * Gives the cookie for the columns of one tab. The person's own columns and those of an open view never mix: a view
 * shows the columns it was saved with, and what the person changes while it is open is kept apart, for that view, until
 * another one is opened. Leaving the view leads back to the own columns as they were.
 */
export function columnCookieOf(kind: Kind, view: View | null): ColumnCookie {
  const tab = TAB_OF_KIND[kind];
  if (view === null) return { name: `tieout.columns.${tab}`, prefix: '' };
  return { name: `tieout.view.${tab}`, prefix: `${view.id}~` };
}

/** Gives the columns that the browser's cookies, and the open view, say for a tab. */
export function columnsIn(
  readCookie: (name: string) => string | undefined,
  kind: Kind,
  view: View | null,
): ColumnPreferences {
  const { name, prefix } = columnCookieOf(kind, view);
  const kept = readCookie(name) ?? '';
  if (view === null) return parseColumnPreferences(kept);
  return parseColumnPreferences(kept.startsWith(prefix) ? kept.slice(prefix.length) : view.columns);
}
