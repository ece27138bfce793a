type Row = { id: string };

/**
 * Takes the rows that are shown and those of an update of the same page; gives what to show while somebody reads: rows
 * that only made room for newer ones stay at the end, whatever else is not in the update is gone.
 */
export function mergeRows<T extends Row>(shown: readonly T[], next: readonly T[], pageSize: number): readonly T[] {
  // A page that is not full pushes nothing off.
  if (next.length < pageSize) return next;
  const nextIds = new Set(next.map((row) => row.id));
  const lastKept = shown.findLastIndex((row) => nextIds.has(row.id));
  const lastKeptId = shown[lastKept]?.id;
  if (lastKeptId === undefined) return next;

  const shownIds = new Set(shown.map((row) => row.id));
  const above = next.slice(
    0,
    next.findIndex((row) => row.id === lastKeptId),
  );
  const arrivedCount = above.filter((row) => !shownIds.has(row.id)).length;
  const heldCount = Math.max(0, shown.length - pageSize);
  return [...next, ...shown.slice(lastKept + 1, lastKept + 1 + arrivedCount + heldCount)];
}

/** Where a row is: its id and its distance from the top of the view, in CSS pixels. */
export type Place = { id: string; topPx: number };

/**
 * Takes where the visible rows were and where all rows are now; gives by how many pixels the view must be scrolled so
 * that most of them stay where they were. A row that itself moved to another place doesn't count for more than one.
 */
export function shiftOf(visibleBefore: readonly Place[], now: ReadonlyMap<string, number>): number {
  const votes = new Map<number, number>();
  for (const { id, topPx } of visibleBefore) {
    const nowPx = now.get(id);
    if (nowPx === undefined) continue;
    const shiftPx = Math.round((nowPx - topPx) * 4) / 4;
    votes.set(shiftPx, (votes.get(shiftPx) ?? 0) + 1);
  }
  let bestPx = 0;
  let bestVotes = 0;
  for (const [shiftPx, count] of votes) {
    // Rows are visited from the top: of two equally good shifts the one of the upper rows stays.
    if (count > bestVotes) {
      bestPx = shiftPx;
      bestVotes = count;
    }
  }
  return bestPx;
}
