/** The part of a list's address that names the record open beside it. */
const OPEN_RECORD = 'record';

type HistoryMark = { isOpenedRecord?: boolean };

/** Says whether an address is this page with another record open, or none: that needs nothing of the server. */
export function changesOnlyOpenRecord(href: string): boolean {
  const next = new URL(href, window.location.href);
  const { origin, pathname } = window.location;
  return next.origin === origin && next.pathname === pathname && withoutRecord(next) === withoutRecord(window.location);
}

/** Goes to an address that differs by the open record alone. Stepping from record to record leaves one step for Back. */
export function goToOpenRecord(href: string): void {
  const isOpen = new URL(href, window.location.href).searchParams.has(OPEN_RECORD);
  const wasOpen = new URLSearchParams(window.location.search).has(OPEN_RECORD);
  // Only a state of our own: one that holds the router's marks would pass the router by.
  if (!isOpen) leaveOpenRecord();
  else if (wasOpen) window.history.replaceState({ isOpenedRecord: wasOpenedHere() } satisfies HistoryMark, '', href);
  else window.history.pushState({ isOpenedRecord: true } satisfies HistoryMark, '', href);
}

/** Closes the open record: by the way it was opened, so that Back does not open it again. */
export function leaveOpenRecord(): void {
  if (wasOpenedHere()) window.history.back();
  else window.history.replaceState(null, '', hrefWithRecord(null));
}

function wasOpenedHere(): boolean {
  return (window.history.state as HistoryMark | null)?.isOpenedRecord === true;
}

/** Gives this page's address with a record open, or none. */
export function hrefWithRecord(recordId: string | null): string {
  const url = new URL(window.location.href);
  if (recordId === null) url.searchParams.delete(OPEN_RECORD);
  else url.searchParams.set(OPEN_RECORD, recordId);
  return url.pathname + url.search;
}

function withoutRecord({ search }: { search: string }): string {
  const params = new URLSearchParams(search);
  params.delete(OPEN_RECORD);
  params.sort();
  return params.toString();
}
