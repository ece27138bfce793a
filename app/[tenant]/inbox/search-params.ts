import { type Day, isDay } from '#lib/core/dates.ts';
import { INBOX_PARTS, type InboxFilter, type InboxPart } from '#lib/inbox/inbox-contract.ts';
import type { RawSearchParams } from '../history/[tab]/search-params.ts';

/** Everything the inbox's address says. */
export type InboxState = { show: InboxPart; filter: InboxFilter; cursor: string | null };

/** Takes the address's parameters; gives a state in which every bad value is left out, and a sentence for each. */
export function parseInboxParams(raw: RawSearchParams): { state: InboxState; notices: string[] } {
  const notices: string[] = [];
  const day = (name: 'from' | 'to'): Day | null => {
    const text = firstOf(raw[name]);
    if (text === '' || isDay(text)) return text === '' ? null : text;
    notices.push(`“${text.slice(0, 40)}” is not a day such as 2026-11-21, so it is left out.`);
    return null;
  };
  const asked = firstOf(raw.show);
  const show = INBOX_PARTS.find((part) => part === asked) ?? INBOX_PARTS[0];
  if (asked !== '' && asked !== show) {
    notices.push(`“${asked.slice(0, 40)}” is no part of the inbox, so attempts without a record are shown.`);
  }
  let filter: InboxFilter = { from: day('from'), to: day('to') };
  if (filter.from !== null && filter.to !== null && filter.from > filter.to) {
    notices.push('The days end before they begin, so they are left out.');
    filter = { from: null, to: null };
  }
  return { state: { show, filter, cursor: firstOf(raw.cursor).slice(0, 2_000) || null }, notices };
}

/** Gives the address of a state of a tenant's inbox. */
export function inboxHref(tenant: string, { show, filter, cursor }: InboxState): string {
  const query = new URLSearchParams({ show });
  if (filter.from !== null) query.set('from', filter.from);
  if (filter.to !== null) query.set('to', filter.to);
  if (cursor !== null) query.set('cursor', cursor);
  return `/${tenant}/inbox?${query}`;
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
