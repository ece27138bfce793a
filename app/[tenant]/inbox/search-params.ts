import { type Day, isDay } from '#lib/core/dates.ts';
import {
  ALL_WAITING,
  INBOX_PARTS,
  INBOX_STATES,
  type InboxFilter,
  type InboxPart,
  type InboxState,
} from '#lib/inbox/inbox-contract.ts';
import type { RawSearchParams } from '../history/[tab]/search-params.ts';

/** Everything the inbox's address says; `show` is null where it names no part: the first is shown that has something. */
export type InboxAddress = { show: InboxPart | null; filter: InboxFilter; cursor: string | null };

/** Takes the address's parameters; gives a state in which every bad value is left out, and a sentence for each. */
export function parseInboxParams(raw: RawSearchParams): { state: InboxAddress; notices: string[] } {
  const notices: string[] = [];
  const day = (name: 'from' | 'to'): Day | null => {
    const text = firstOf(raw[name]);
    if (text === '' || isDay(text)) return text === '' ? null : text;
    notices.push(`“${text.slice(0, 40)}” is not a day such as 2026-11-21, so it is left out.`);
    return null;
  };
  const asked = firstOf(raw.show);
  const show = INBOX_PARTS.find((part) => part === asked) ?? null;
  if (asked !== '' && show === null) {
    notices.push(`“${asked.slice(0, 40)}” is no part of the inbox, so it is left out.`);
  }
  const askedState = firstOf(raw.state);
  const state = INBOX_STATES.find((known) => known === askedState) ?? ALL_WAITING.state;
  if (askedState !== '' && state !== askedState) {
    notices.push(`“${askedState.slice(0, 40)}” is not known here, so what waits is shown.`);
  }
  let days = { from: day('from'), to: day('to') };
  if (days.from !== null && days.to !== null && days.from > days.to) {
    notices.push('The days end before they begin, so they are left out.');
    days = { from: null, to: null };
  }
  const source = firstOf(raw.source);
  return {
    state: {
      show,
      filter: { ...days, state: stateFor(show, state), source: /^[a-z0-9-]{1,64}$/.test(source) ? source : null },
      cursor: firstOf(raw.cursor).slice(0, 2_000) || null,
    },
    notices,
  };
}

/** Gives the address of a state of a tenant's inbox. */
export function inboxHref(tenant: string, { show, filter, cursor }: InboxAddress): string {
  const query = new URLSearchParams();
  if (show !== null) query.set('show', show);
  if (stateFor(show, filter.state) !== ALL_WAITING.state) query.set('state', filter.state);
  if (filter.source !== null) query.set('source', filter.source);
  if (filter.from !== null) query.set('from', filter.from);
  if (filter.to !== null) query.set('to', filter.to);
  if (cursor !== null) query.set('cursor', cursor);
  return `/${tenant}/inbox${query.size === 0 ? '' : `?${query}`}`;
}

/** Only what was refused can come right by itself and stay in sight; the others are in a record's history then. */
function stateFor(show: InboxPart | null, state: InboxState): InboxState {
  return state === 'settled' && show !== 'rejected' ? ALL_WAITING.state : state;
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
