import type { Kind } from '#lib/records/kinds.ts';
import { TAB_OF_KIND } from '#lib/records/kinds.ts';

/** Gives the cookie that remembers the columns of one tab. It is read by the server, so that the first view has them. */
export function columnCookieOf(kind: Kind): string {
  return `tieout.columns.${TAB_OF_KIND[kind]}`;
}
