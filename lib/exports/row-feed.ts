import type { Row } from './sheet-column.ts';

/** The rows of one cursor, a batch at a time, for whoever takes some of them and leaves the rest to another sheet. */
export type RowFeed = {
  /** The batch at hand and the place of its first row that nobody has taken. */
  rows: readonly Row[];
  next: number;
  /** Makes sure that a row is at hand; gives false when there is none any more. */
  fill(): Promise<boolean>;
};

/** Takes what reads the next batch (an empty one is the end); gives its feed, which reads one batch ahead. */
export function feedOf(read: () => Promise<readonly Row[]>): RowFeed {
  let ahead: Promise<readonly Row[]> | null = null;
  const readAhead = () => {
    const reading = read();
    // Whoever waits for it sees the failure; until somebody does, it must not be taken for a forgotten one.
    reading.catch(() => undefined);
    return reading;
  };
  const feed: RowFeed = {
    rows: [],
    next: 0,
    async fill() {
      if (feed.next < feed.rows.length) return true;
      const rows: readonly Row[] = await (ahead ?? readAhead());
      if (rows.length > 0) ahead = readAhead();
      feed.rows = rows;
      feed.next = 0;
      return rows.length > 0;
    },
  };
  return feed;
}
