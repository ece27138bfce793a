import type { Channel } from '#lib/notices/channel-contract.ts';
import type { NoticeRule } from '#lib/notices/rule-contract.ts';

/** The thresholds as the screens read them; lib/notices/thresholds.ts has checked them. */
export type ShownThreshold = {
  count?: number | null;
  amounts?: { currency: string; amount: string }[];
  windowHours?: number;
  hour?: number;
  weekday?: number;
};

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Gives how one hears of an event: `In Tieout and by e-mail`. */
export function wayWords(rule: NoticeRule, channels: readonly Pick<Channel, 'id' | 'name'>[]): string {
  const ways = [
    ...(rule.isInApp ? ['in Tieout'] : []),
    ...(rule.isByEmail ? ['by e-mail'] : []),
    ...channels.filter(({ id }) => rule.channelIds.includes(id)).map(({ name }) => `at ${name}`),
  ];
  if (ways.length === 0) return 'Not told';
  const text = new Intl.ListFormat('en').format(ways);
  return text[0]?.toUpperCase() + text.slice(1);
}

/** Gives from when on an event is told, or null where there is no choice. */
export function thresholdWords({ event, threshold }: NoticeRule, locale: string): string | null {
  const { count, amounts = [], windowHours, hour = 0, weekday } = (threshold ?? {}) as ShownThreshold;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  switch (event) {
    case 'failures.many': {
      const limits = [
        ...(count == null ? [] : [`${number(count)} records`]),
        ...amounts.map(({ currency, amount }) => `${amount} ${currency}`),
      ];
      return `More than ${limits.join(' or ')} in ${windowHours === 1 ? 'an hour' : `${windowHours} hours`}`;
    }
    case 'inbox.waiting':
      return `From ${count === 1 ? '1 item' : `${number(count ?? 1)} items`} on`;
    case 'digest.daily':
      return `At ${clockOf(hour)}`;
    case 'digest.weekly':
      return `${WEEKDAYS[(weekday ?? 1) - 1]}s at ${clockOf(hour)}`;
    default:
      return null;
  }
}

/** Gives `08:00`. */
export function clockOf(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
