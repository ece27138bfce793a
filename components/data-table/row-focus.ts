/** Gives the row that an element lies in; null outside of rows. */
export function rowOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-row-id]') ?? null;
}

/** Gives the id of the row that an element lies in; null outside of rows. */
export function rowIdOf(element: Element | null): string | null {
  return rowOf(element)?.dataset.rowId ?? null;
}

/** Moves the focus by rows of a region: from `current`, or else from the row that is open, or to the first one. */
export function moveRowFocus(region: HTMLElement | null, current: HTMLElement | null, step: 1 | -1): void {
  const all = [...(region?.querySelectorAll<HTMLElement>('[data-row-id]') ?? [])];
  const open = all.findIndex((row) => row.dataset.isOpen === 'true');
  const place = current === null ? open : all.indexOf(current);
  const next = all[Math.min(all.length - 1, Math.max(0, place + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
