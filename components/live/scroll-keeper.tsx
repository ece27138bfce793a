import { Component, type ReactNode, type RefObject } from 'react';
import { type Place, shiftOf } from './merge-rows.ts';

/** What an update of the rows did to the view. */
export type Arrival = {
  /** Rows that now lie above the view and did not before. */
  aboveIds: string[];
  /** Rows that were not in the list before and lie in the view or below it. */
  inViewIds: string[];
};

type ScrollKeeperProps = {
  /** Around the scrolling region with its rows. */
  frame: RefObject<HTMLElement | null>;
  /** One list; another one starts at its own place. */
  listId: string;
  rows: readonly { id: string }[];
  /** The row whose record is open beside the list: opening or closing it must not move it, whatever makes room. */
  openRowId: string | null;
  /** Whether the person works with the rows, so that even the top of the list must not move. */
  isReading: () => boolean;
  onArrival: (arrival: Arrival) => void;
  children: ReactNode;
};

type Snapshot = { visible: Place[]; rowIds: ReadonlySet<string>; aboveIds: ReadonlySet<string>; focusedIndex: number };

/** What a person does to rows; after the first two they stay where they were moved to. */
const ACTS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
const MOVES: ReadonlySet<string> = new Set(['wheel', 'touchmove']);

/** What was seen before an update: the rows if they change, and the row whose record is being opened or closed. */
type Snapshots = { ofRows: Snapshot | null; opened: Place | null };

/**
 * Keeps the rows that are seen where they are when rows come or go around them. A class, since only a class is asked
 * before the page changes where everything is.
 */
export class ScrollKeeper extends Component<ScrollKeeperProps> {
  /** The row last acted on keeps its place until the next act: what it opens may come, and make room, some time later. */
  #held: Place | null = null;
  #resizes: ResizeObserver | null = null;

  override componentDidMount(): void {
    // The frame is known to its own reference only after its children are in place.
    queueMicrotask(() => this.#observe());
  }

  override componentWillUnmount(): void {
    const region = regionIn(this.props.frame.current);
    this.#resizes?.disconnect();
    for (const act of ACTS) region?.removeEventListener(act, this.#takeHold);
  }

  override getSnapshotBeforeUpdate(before: ScrollKeeperProps): Snapshots | null {
    const region = regionIn(this.props.frame.current);
    if (region === null || before.listId !== this.props.listId) return null;
    const isOpening = (before.openRowId === null) !== (this.props.openRowId === null);
    const id = this.props.openRowId ?? before.openRowId ?? '';
    const row = isOpening ? rowWith(region, id) : null;
    // What makes room may have changed before the rows hear of it; the act that opened the record was earlier still.
    const held = this.#held?.id === id ? this.#held : null;
    return {
      ofRows: before.rows === this.props.rows ? null : takeSnapshot(region),
      opened: row === null ? null : (held ?? placeOf(row)),
    };
  }

  override componentDidUpdate(_props: ScrollKeeperProps, _state: unknown, snapshots: Snapshots | null): void {
    const region = regionIn(this.props.frame.current);
    if (snapshots === null || region === null) return;
    if (snapshots.ofRows !== null) this.#keepRows(region, snapshots.ofRows);
    if (snapshots.opened === null) return;
    this.#held = snapshots.opened;
    this.#holdRow();
  }

  #observe(): void {
    const region = regionIn(this.props.frame.current);
    if (region === null) return;
    // The browser's own keeping of the place would come on top of ours, and not every browser has it.
    region.style.overflowAnchor = 'none';
    this.#resizes = new ResizeObserver(() => this.#holdRow());
    this.#resizes.observe(region);
    for (const act of ACTS) region.addEventListener(act, this.#takeHold, { passive: true });
  }

  #keepRows(region: HTMLElement, snapshot: Snapshot): void {
    const rows = rowsIn(region);
    if (this.props.isReading()) {
      const now = new Map(rows.map((row) => [idOf(row), row.getBoundingClientRect().top]));
      region.scrollTop += shiftOf(snapshot.visible, now);
    }
    keepFocus(rows, snapshot);
    const viewTop = viewTopOf(region);
    const aboveIds: string[] = [];
    const inViewIds: string[] = [];
    for (const row of rows) {
      const id = idOf(row);
      const isAbove = row.getBoundingClientRect().bottom <= viewTop + 1;
      if (isAbove && !snapshot.aboveIds.has(id)) aboveIds.push(id);
      else if (!isAbove && !snapshot.rowIds.has(id)) inViewIds.push(id);
    }
    if (aboveIds.length + inViewIds.length > 0) this.props.onArrival({ aboveIds, inViewIds });
  }

  override render(): ReactNode {
    return this.props.children;
  }

  #holdRow(): void {
    const region = regionIn(this.props.frame.current);
    if (region === null || this.#held === null) return;
    const row = rowWith(region, this.#held.id);
    if (row !== null) region.scrollTop += row.getBoundingClientRect().top - this.#held.topPx;
  }

  #takeHold = ({ type, target }: Event): void => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row-id]') : null;
    this.#held = row === null || MOVES.has(type) ? null : placeOf(row);
  };
}

function placeOf(row: HTMLElement): Place {
  return { id: idOf(row), topPx: row.getBoundingClientRect().top };
}

/** Gives the region that scrolls the rows: it is the frame itself, or lies within it. */
export function regionIn(frame: HTMLElement | null): HTMLElement | null {
  return frame?.matches('section') ? frame : (frame?.querySelector<HTMLElement>('section') ?? null);
}

/** Gives the rows of a region, from the top. */
export function rowsIn(region: HTMLElement): HTMLElement[] {
  return [...region.querySelectorAll<HTMLElement>('[data-row-id]')];
}

/** Gives where the first row that is seen begins: under the head, which does not scroll. */
export function viewTopOf(region: HTMLElement): number {
  return region.getBoundingClientRect().top + (Number.parseFloat(getComputedStyle(region).scrollPaddingTop) || 0);
}

/** Gives the id that a row carries. */
export function idOf(row: HTMLElement): string {
  return row.dataset.rowId ?? '';
}

function rowWith(region: HTMLElement, id: string): HTMLElement | null {
  return region.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(id)}"]`);
}

function takeSnapshot(region: HTMLElement): Snapshot {
  const rows = rowsIn(region);
  const viewTop = viewTopOf(region);
  const viewBottom = region.getBoundingClientRect().bottom;
  const visible: Place[] = [];
  const aboveIds = new Set<string>();
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom <= viewTop + 1) aboveIds.add(idOf(row));
    else if (top < viewBottom) visible.push({ id: idOf(row), topPx: top });
  }
  const focused = document.activeElement?.closest<HTMLElement>('[data-row-id]') ?? null;
  return {
    visible,
    aboveIds,
    rowIds: new Set(rows.map(idOf)),
    focusedIndex: focused === null ? -1 : rows.indexOf(focused),
  };
}

/** A row that left, or was moved, takes the focus with it; whoever works by keyboard goes on at the same place. */
function keepFocus(rows: HTMLElement[], { focusedIndex }: Snapshot): void {
  if (focusedIndex === -1 || document.activeElement !== document.body) return;
  rows[Math.min(focusedIndex, rows.length - 1)]?.focus({ preventScroll: true });
}
