/** What a subscription can hear of. Further types are added here and nowhere else. */
export const EVENT_TYPES = [
  'record.pending',
  'record.status_changed',
  'attempt.failed',
  'bulk.finished',
  'connection.lost',
  'connection.ends_soon',
  'connection.check_failed',
  'connection.recovered',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What the test button sends, whatever the subscription hears of. */
export const TEST_EVENT = 'webhook.test';
export type SentType = EventType | typeof TEST_EVENT;

/** The shape of the bodies; it rises when a field changes its meaning or goes, not when one is added. */
export const BODY_VERSION = 1;
/** So many records or attempts one event holds at most; a larger change makes several. */
export const ITEMS_MAX = 100;
/** So many characters of a failed attempt's message an event holds; the record has it whole. */
export const MESSAGE_MAX = 1_000;

/** So many subscriptions a business may have. */
export const SUBSCRIPTIONS_MAX = 50;
export const URL_MAX = 2_048;
/** For so long after a new secret was made, the one before signs too. */
export const OVERLAP_HOURS = 24;
/** For so long an event is tried. If nothing arrives meanwhile, the subscription is switched off. */
export const RETRY_DAYS = 3;
/** For so long events, deliveries and tries are kept. */
export const KEPT_DAYS = 30;

/** What people read of each type. */
export const EVENT_WORDS: Record<EventType, { label: string; does: string }> = {
  'record.pending': {
    label: 'A record waits to be synced',
    does: 'It is new, was put back to Pending, is held by no job any more, or its document changed while it waited.',
  },
  'record.status_changed': {
    label: 'A sync status changed',
    does: 'Whoever changed it: a sync job, a person, or a bulk change.',
  },
  'attempt.failed': { label: 'An attempt failed', does: 'With its error code and message.' },
  'bulk.finished': { label: 'A bulk change ended', does: 'Finished, stopped or broken off, with its counts.' },
  'connection.lost': { label: 'A connection is lost', does: 'The ledger no longer lets Tieout in.' },
  'connection.ends_soon': {
    label: 'A connection ends soon',
    does: '30, 14, 7 and 1 days before somebody must connect anew.',
  },
  'connection.check_failed': {
    label: 'A check of a connection failed',
    does: 'Its plan, its permissions, a closed period or the like keep records from syncing.',
  },
  'connection.recovered': { label: 'A connection is well again', does: 'One of the problems above is over.' },
};

/** Who is sent to: all that happens, nothing for now, nothing since it failed, nothing ever again. */
export const SUBSCRIPTION_STATES = ['active', 'paused', 'off', 'deleted'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** Why a subscription was switched off: its address is gone for good, nothing arrived for days, its key was revoked. */
export type OffReason = 'gone' | 'failing' | 'key_revoked';

/** What becomes of one event for one subscription. `failed`: given up; `cancelled`: its subscription was removed. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A subscription as screens see it; instants are ISO texts. The secret is shown when it is made, and never again. */
export type Subscription = {
  id: string;
  url: string;
  events: EventType[];
  state: SubscriptionState;
  offReason: OffReason | null;
  createdByName: string;
  createdAt: string;
  /** Until when the secret before the present one signs too; null if it does not. */
  previousSecretUntil: string | null;
  failingSince: string | null;
  heldUntil: string | null;
  lastDeliveredAt: string | null;
  lastFailedAt: string | null;
  lastProblem: string | null;
};

/** A subscription, and how many of its events wait or were given up. */
export type SubscriptionDetail = Subscription & { waiting: number; failed: number };

/** One event for one subscription, as the log lists it. */
export type Delivery = {
  eventId: string;
  type: SentType;
  items: number;
  createdAt: string;
  state: DeliveryState;
  tries: number;
  /** It is being sent at this moment, or whoever sent it died. */
  isUnderWay: boolean;
  lastStatus: number | null;
  lastProblem: string | null;
  lastTriedAt: string | null;
  /** Null unless it waits. */
  nextTryAt: string | null;
};

export type DeliveryPage = {
  subscription: SubscriptionDetail;
  deliveries: Delivery[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** One call that was made. */
export type Try = {
  id: string;
  at: string;
  durationMs: number;
  requestHeaders: Record<string, string>;
  status: number | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  isBodyCut: boolean;
  problem: string | null;
};

/** One delivery whole: the body as it is sent, and its tries, newest first. */
export type DeliveryDetail = Delivery & { subscription: Subscription; body: string; triesMade: Try[] };
