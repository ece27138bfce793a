import { addDays, type Day, monthEndingOn } from '#lib/core/dates.ts';
import { ALL_WAITING, type InboxPart } from '#lib/inbox/inbox-contract.ts';
import type { Flagged, Period } from '#lib/overview/overview-contract.ts';
import { type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { type Age, NONE } from '#lib/records/list-contract.ts';
import { defaultState, type ListState, toQuery, withChange } from '../history/[tab]/list-address.ts';
import { inboxHref } from '../inbox/search-params.ts';

/** The figures of a kind's period that have a list of their own. */
export type FigureName =
  | 'pending'
  | 'failed'
  | 'byJob'
  | 'byHand'
  | 'differs'
  | 'changedSinceSync'
  | 'excluded'
  | Flagged;

const CHANGES: Record<FigureName, Partial<ListState>> = {
  pending: { status: 'pending' },
  failed: { status: 'failed' },
  byJob: { status: 'complete', flags: ['not_by_hand'] },
  byHand: { status: 'complete', flags: ['by_hand'] },
  differs: { status: 'all', flags: ['differs'] },
  changedSinceSync: { status: 'complete', flags: ['changed_since_sync'] },
  excluded: { isExcluded: true },
  inDoubt: { status: 'pending', flags: ['in_doubt'] },
  twoReferences: { status: 'all', flags: ['two_references'] },
  triedAfterClosing: { status: 'all', flags: ['tried_after_closing'] },
  voidInLedger: { status: 'all', flags: ['void_in_ledger'] },
};

/** Narrows a figure's list to the part that one number of it counts. */
export type FigurePart = { age?: Age; currency?: string | null };

export type OverviewLinks = ReturnType<typeof overviewLinks>;

/** Gives the addresses of the lists that prove a period's figures; all go by document date, whatever the sync date. */
export function overviewLinks(tenant: string, period: Period, today: Day) {
  const defaultRange = monthEndingOn(today);
  const dates = { documentFrom: period.from, documentTo: period.to };
  function list(kind: Kind, change: Partial<ListState>): string {
    // Where sync dates do not apply the address leaves them out.
    const isDated = change.status !== 'pending' && change.isExcluded !== true;
    const base = { ...defaultState(defaultRange), range: isDated ? { from: null, to: null } : defaultRange };
    return `/${tenant}/history/${TAB_OF_KIND[kind]}${toQuery(withChange(base, change), defaultRange)}`;
  }
  const partOf = ({ age, currency }: FigurePart): Partial<ListState> => ({
    ...(age === undefined ? {} : { age }),
    ...(currency === undefined ? {} : { currency: currency ?? NONE }),
  });
  const before = { documentTo: addDays(period.from, -1) };
  return {
    figure: (kind: Kind, name: FigureName, part: FigurePart = {}) =>
      list(kind, { ...CHANGES[name], ...dates, ...partOf(part) }),
    /** The oldest of a kind's pending or failed records, the list beginning with it. */
    oldest: (kind: Kind, name: 'pending' | 'failed', recordId: string) =>
      list(kind, { ...CHANGES[name], ...dates, sort: { key: 'date', direction: 'asc' }, record: recordId }),
    message: (kind: Kind, messageId: string | null, part: FigurePart = {}) =>
      list(kind, { status: 'failed', ...dates, message: messageId ?? NONE, ...partOf(part) }),
    failures: (kind: Kind, step: Period, part: FigurePart = {}) =>
      list(kind, { status: 'failed', documentFrom: step.from, documentTo: step.to, ...partOf(part) }),
    undated: (kind: Kind) => list(kind, { status: 'all', flags: ['no_document_date'] }),
    before: (kind: Kind, name: 'pending' | 'failed') => list(kind, { ...CHANGES[name], ...before }),
    /** All that waits, whatever its day. */
    inboxWaiting: inboxHref(tenant, { show: null, filter: ALL_WAITING, cursor: null }),
    inbox: (part: InboxPart, when: 'inPeriod' | 'before') => {
      const days = when === 'inPeriod' ? period : { from: null, to: before.documentTo };
      return inboxHref(tenant, { show: part, filter: { ...ALL_WAITING, ...days }, cursor: null });
    },
  };
}
