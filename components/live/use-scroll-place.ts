'use client';

import { type RefObject, useLayoutEffect } from 'react';
import { idOf, regionIn, rowsIn, viewTopOf } from './scroll-keeper.tsx';
import { hasSteppedHere } from './stepped-here.ts';

const STORE_KEY = 'tieout.places';
const KEPT_MAX = 20;

/** The first row that was seen of a list, and how far from the top of the window. */
type LeftPlace = { rowId: string; topPx: number };

/** `frame`: the region that holds the rows, or what is around it. Shows a list again where it was left when somebody comes back to it by Back or Forward; opened anew it begins at its top. */
export function useScrollPlace(frame: RefObject<HTMLElement | null>, listId: string): void {
  useLayoutEffect(() => {
    const region = regionIn(frame.current);
    if (region === null) return;
    const list = `${window.location.pathname} ${listId}`;
    if (hasSteppedHere()) goTo(region, readKept()[list]);
    // Noted while it is seen: when the effect ends, other rows may stand there already.
    let place: LeftPlace | null = null;
    let nextFrame = 0;
    const note = () => {
      cancelAnimationFrame(nextFrame);
      nextFrame = requestAnimationFrame(() => {
        place = placeIn(region);
      });
    };
    // With the frame too that shows the rows, and not before it: measuring now would lay them out once more.
    note();
    const leave = () => keep(list, place);
    // On a narrow screen something around the rows scrolls; its event does not bubble.
    document.addEventListener('scroll', note, { capture: true, passive: true });
    window.addEventListener('pagehide', leave);
    return () => {
      cancelAnimationFrame(nextFrame);
      document.removeEventListener('scroll', note, { capture: true });
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [frame, listId]);
}

function placeIn(region: HTMLElement): LeftPlace | null {
  if (scrollerOf(region).scrollTop <= 0) return null;
  const viewTop = Math.max(0, viewTopOf(region));
  const row = rowsIn(region).find((candidate) => candidate.getBoundingClientRect().bottom > viewTop + 1);
  return row === undefined ? null : { rowId: idOf(row), topPx: row.getBoundingClientRect().top };
}

function goTo(region: HTMLElement, place: LeftPlace | undefined): void {
  if (place === undefined) {
    // It was left at its top; where the one that is left now was scrolled to is not its place.
    scrollerOf(region).scrollTop = 0;
    return;
  }
  const row = rowsIn(region).find((candidate) => idOf(candidate) === place.rowId);
  // A row that left the list meanwhile leaves no place to go back to.
  if (row !== undefined) scrollerOf(region).scrollTop += row.getBoundingClientRect().top - place.topPx;
}

/** Gives what scrolls the rows: their region, or on a narrow screen something around it. */
function scrollerOf(region: HTMLElement): HTMLElement {
  for (let element: HTMLElement | null = region; element !== null; element = element.parentElement) {
    const canScroll = /auto|scroll/.test(getComputedStyle(element).overflowY);
    if (canScroll && element.scrollHeight > element.clientHeight) return element;
  }
  return document.documentElement;
}

/** Gives the places that were left, by list. */
function readKept(): Record<string, LeftPlace> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORE_KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, LeftPlace] => isPlace(entry[1])));
  } catch {
    return {};
  }
}

function isPlace(kept: unknown): kept is LeftPlace {
  if (typeof kept !== 'object' || kept === null) return false;
  const { rowId, topPx } = kept as Record<string, unknown>;
  return typeof rowId === 'string' && typeof topPx === 'number';
}

function keep(list: string, place: LeftPlace | null): void {
  const { [list]: _, ...others } = readKept();
  const entries = Object.entries({ ...others, ...(place === null ? {} : { [list]: place }) });
  try {
    sessionStorage.setItem(STORE_KEY, JSON.stringify(Object.fromEntries(entries.slice(-KEPT_MAX))));
  } catch {
    // A browser may refuse its store; the list then begins at its top.
  }
}
