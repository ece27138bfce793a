import { z } from 'zod';
import { isAmountText } from '#lib/core/money.ts';
import type { NoticeEvent } from './notice-contract.ts';

const COUNT_MAX = 1_000_000;
const CURRENCIES_MAX = 10;
const HOURS_MAX = 168;

const count = z.int('must be a whole number').min(1, 'must be at least 1').max(COUNT_MAX, 'must be at most 1,000,000');
const hour = z.int('must be an hour from 0 to 23').min(0, 'must be an hour from 0 to 23').max(23);

const amount = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'must name a currency, such as USD'),
  amount: z.string().refine((text) => isAmountText(text) && Number(text) > 0, 'must be an amount above zero'),
});

const failuresMany = z
  .strictObject({
    /** More than so many; null: whatever their number. */
    count: count.nullable(),
    /** Or more than so much in one currency. */
    amounts: z.array(amount).max(CURRENCIES_MAX, `must be at most ${CURRENCIES_MAX}`),
    windowHours: z.int().min(1, 'must be at least 1').max(HOURS_MAX, `must be at most ${HOURS_MAX}`),
  })
  .refine(({ count: most, amounts }) => most !== null || amounts.length > 0, {
    path: ['count'],
    message: 'or an amount must be given',
  })
  .refine(({ amounts }) => new Set(amounts.map(({ currency }) => currency)).size === amounts.length, {
    path: ['amounts'],
    message: 'must name each currency once',
  });

/** From when on an event is told, for the events that have such a choice. */
export const THRESHOLDS = {
  'failures.many': failuresMany,
  'inbox.waiting': z.strictObject({ count }),
  'digest.daily': z.strictObject({ hour }),
  'digest.weekly': z.strictObject({
    /** 1 is Monday. */
    weekday: z.int().min(1).max(7),
    hour,
  }),
} as const;
export type ThresholdEvent = keyof typeof THRESHOLDS;
export type Threshold<Event extends ThresholdEvent> = z.output<(typeof THRESHOLDS)[Event]>;

/** What holds as long as nobody chose otherwise. */
export const DEFAULT_THRESHOLDS: { [Event in ThresholdEvent]: Threshold<Event> } = {
  'failures.many': { count: 50, amounts: [], windowHours: 24 },
  'inbox.waiting': { count: 1 },
  'digest.daily': { hour: 8 },
  'digest.weekly': { weekday: 1, hour: 8 },
};

/** Says whether one can choose from when on an event is told. */
export function hasThreshold(event: NoticeEvent): event is ThresholdEvent {
  return event in THRESHOLDS;
}

/** Takes what is stored of a threshold; gives it, or the default where none is stored. Throws if it is another's. */
export function readThreshold<Event extends ThresholdEvent>(event: Event, stored: unknown): Threshold<Event> {
  return (
    stored === null || stored === undefined ? DEFAULT_THRESHOLDS[event] : THRESHOLDS[event].parse(stored)
  ) as Threshold<Event>;
}
