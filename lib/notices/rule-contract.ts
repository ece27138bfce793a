import type { NoticeEvent } from './notice-contract.ts';

/** How one hears of one event: what a person chose, or what holds for the business. */
export type NoticeRule = {
  event: NoticeEvent;
  isInApp: boolean;
  isByEmail: boolean;
  /** Of the business's own rule: where it is posted besides. */
  channelIds: string[];
  /** As lib/notices/thresholds.ts reads it; null where the event has none, or a person goes by the business's. */
  threshold: unknown;
  /** False: it holds by default, or for everybody. */
  isChosen: boolean;
};

/** What a person hears of, with what holds for everybody beside it. */
export type OwnRule = { event: NoticeEvent; own: NoticeRule | null; everybody: NoticeRule };
