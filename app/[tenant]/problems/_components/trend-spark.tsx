import { formatCount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import type { ProblemRow } from '#lib/problems/problem-contract.ts';
import styles from './problem-parts.module.css';

const BAR_WIDTH = 4;
const BAR_STEP = 6;
const HEIGHT = 20;

/** Failures a day as small bars, told in words to whoever does not see them. */
export function TrendSpark({ trend, locale }: { trend: ProblemRow['trend']; locale: string }) {
  const words = trendWords(trend, locale);
  const most = Math.max(1, ...trend.map(({ failures }) => failures));
  return (
    <span className={styles.spark} title={words}>
      <svg width={trend.length * BAR_STEP} height={HEIGHT} aria-hidden="true" focusable="false">
        {trend.map(({ day, failures }, at) => {
          // A day with a single failure is still seen beside one with a thousand.
          const height = failures === 0 ? 1 : Math.max(3, Math.round((failures / most) * HEIGHT));
          return (
            <rect
              key={day}
              x={at * BAR_STEP}
              y={HEIGHT - height}
              width={BAR_WIDTH}
              height={height}
              data-is-none={failures === 0}
            />
          );
        })}
      </svg>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

/** Takes failures a day; gives `38 failures in 14 days, most on 19 Nov 2026 (12), 4 today`. */
export function trendWords(trend: ProblemRow['trend'], locale: string): string {
  const total = trend.reduce((sum, { failures }) => sum + failures, 0);
  const days = `${trend.length} days`;
  if (total === 0) return `No failure in ${days}`;
  const top = trend.reduce((best, one) => (one.failures > best.failures ? one : best));
  const today = trend.at(-1)?.failures ?? 0;
  return [
    `${formatCount(total, locale)} ${total === 1 ? 'failure' : 'failures'} in ${days}`,
    `most on ${formatDay(top.day, locale)} (${formatCount(top.failures, locale)})`,
    today === 0 ? 'none today' : `${formatCount(today, locale)} today`,
  ].join(', ');
}
