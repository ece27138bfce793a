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

/**
 * Notes the row that an element lies in, and those after it; gives what focuses the first of them that is still there,
 * and says whether there was one. For an act that may take the row out of the list.
 */
export function noteRow(element: Element | null): () => boolean {
  const row = rowOf(element);
  const region = row?.closest('section') ?? null;
  const all = [...(region?.querySelectorAll<HTMLElement>('[data-row-id]') ?? [])];
  const ids = row === null ? [] : all.slice(all.indexOf(row)).map(rowIdOf);
  return () => {
    for (const id of ids) {
      const next = document.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(id ?? '')}"]`);
      if (next === null) continue;
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: 'nearest' });
      return true;
    }
    return false;
  };
}
