'use client';

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { mergeRows } from './merge-rows.ts';
import { type Arrival, idOf, regionIn, rowsIn, ScrollKeeper, viewTopOf } from './scroll-keeper.tsx';
import styles from './steady-rows.module.css';
import { useScrollPlace } from './use-scroll-place.ts';

/** A screen reader is told of new rows at most this often. */
const SAY_EVERY_MS = 15_000;
const MARK_MS = 2_500;

type SteadyRowsProps<T> = {
  /** One page of one list in one order; with another one everything starts anew. */
  listId: string;
  rows: readonly T[];
  pageSize: number;
  /** The row whose record is open beside the list. */
  openRowId: string | null;
  /** Whether rows are ticked. */
  hasTicks: boolean;
  children: (rows: T[]) => ReactNode;
};

/**
 * Lets rows come in while somebody reads the list without moving what is read: what arrives above waits there and is
 * counted; at the top of a list that nobody touches it simply appears.
 */
export function SteadyRows<T extends { id: string }>({
  listId,
  rows,
  pageSize,
  openRowId,
  hasTicks,
  children,
}: SteadyRowsProps<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ listId, rows, merged: rows });
  const [aboveIds, setAboveIds] = useState<readonly string[]>([]);
  const { status, say } = useStatus();
  const wayUp = useWayUp(frame);
  useScrollPlace(frame, listId);

  function isReading(): boolean {
    const region = regionIn(frame.current);
    if (region === null || wayUp.isUnderWay()) return false;
    return (
      openRowId !== null ||
      hasTicks ||
      region.scrollTop > 2 ||
      region.contains(document.activeElement) ||
      hasMarkedText(region)
    );
  }

  if (shown.listId !== listId) {
    setShown({ listId, rows, merged: rows });
    setAboveIds([]);
  } else if (shown.rows !== rows) {
    setShown({ listId, rows, merged: isReading() ? mergeRows(shown.merged, rows, pageSize) : rows });
  }

  useEffect(() => {
    const region = regionIn(frame.current);
    if (region === null || aboveIds.length === 0) return;
    const forgetSeen = () => setAboveIds((ids) => stillAbove(region, ids));
    region.addEventListener('scroll', forgetSeen, { passive: true });
    return () => region.removeEventListener('scroll', forgetSeen);
  }, [aboveIds.length]);

  function onArrival({ aboveIds: newAbove, inViewIds }: Arrival) {
    if (newAbove.length > 0) setAboveIds((ids) => [...new Set([...ids, ...newAbove])]);
    mark(frame.current, inViewIds);
    say(newAbove.length + inViewIds.length);
  }

  function goToTop() {
    wayUp.begin();
    mark(frame.current, aboveIds);
    setAboveIds([]);
  }

  return (
    <div ref={frame} className={styles.frame}>
      <ScrollKeeper
        frame={frame}
        listId={listId}
        rows={shown.merged}
        openRowId={openRowId}
        isReading={isReading}
        onArrival={onArrival}
      >
        {children(shown.merged as T[])}
      </ScrollKeeper>
      {aboveIds.length === 0 ? null : (
        <button type="button" className={styles.pill} onClick={goToTop}>
          <Icon name="chevron" />
          {aboveIds.length} new above
        </button>
      )}
      <p className="visually-hidden" role="status">
        {status}
      </p>
    </div>
  );
}

function useStatus(): { status: string; say: (count: number) => void } {
  const [status, setStatus] = useState('');
  const lastSaidAt = useRef(0);
  function say(count: number) {
    if (Date.now() - lastSaidAt.current < SAY_EVERY_MS) return;
    lastSaidAt.current = Date.now();
    setStatus(count === 1 ? '1 new record in the list' : `${count} new records in the list`);
  }
  return { status, say };
}

/** The acts that end a way up before its end. */
const ACTS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/** Scrolls to the top. On the way nothing is read, so that no row is kept where it is, which would end the way there. */
function useWayUp(frame: RefObject<HTMLElement | null>): { begin: () => void; isUnderWay: () => boolean } {
  const end = useRef<AbortController | null>(null);
  function begin() {
    const region = regionIn(frame.current);
    if (region === null) return;
    end.current?.abort();
    const ended = new AbortController();
    end.current = ended;
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    region.scrollTo({ top: 0, behavior: isStill ? 'auto' : 'smooth' });
    const options = { passive: true, signal: ended.signal };
    for (const act of [...ACTS, 'scrollend']) region.addEventListener(act, () => ended.abort(), options);
  }
  return { begin, isUnderWay: () => end.current?.signal.aborted === false };
}

function hasMarkedText(region: HTMLElement): boolean {
  const marked = window.getSelection();
  return marked !== null && !marked.isCollapsed && region.contains(marked.anchorNode);
}

function stillAbove(region: HTMLElement, ids: readonly string[]): readonly string[] {
  const viewTop = viewTopOf(region);
  const rows = rowsIn(region).filter((row) => ids.includes(idOf(row)));
  const above = rows.filter((row) => row.getBoundingClientRect().bottom <= viewTop + 1).map(idOf);
  return above.length === ids.length ? ids : above;
}

// The mark is gone before long, so it is set past React: no row is drawn anew for it.
function mark(frame: HTMLElement | null, ids: readonly string[]): void {
  const region = regionIn(frame);
  if (region === null || ids.length === 0) return;
  const marked = rowsIn(region).filter((row) => ids.includes(idOf(row)));
  for (const row of marked) row.dataset.isNew = 'true';
  setTimeout(() => {
    for (const row of marked) delete row.dataset.isNew;
  }, MARK_MS);
}
