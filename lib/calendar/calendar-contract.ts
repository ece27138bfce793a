/** So many feeds a business may have. */
export const FEEDS_MAX = 20;

/** A feed as screens see it; instants are ISO texts. Its address is shown when it is made, and never again. */
export type CalendarFeed = {
  id: string;
  name: string;
  /** The last characters of the address. */
  secretHint: string;
  createdByName: string;
  createdAt: string;
  lastReadAt: string | null;
};
