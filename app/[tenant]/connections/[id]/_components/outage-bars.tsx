import { MATTER_WORDS } from '#components/checks/check-words.ts';
import { formatDay, formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { CHECK_MATTERS } from '#lib/checks/check-contract.ts';
import type { Outage } from '#lib/connections/connection-page-contract.ts';
import { addDays, dayOf } from '#lib/core/dates.ts';
import { lengthWords } from '../connection-words.ts';
import styles from './outage-bars.module.css';

const DAY_MS = 86_400_000;
const TICKS = 6;

type OutageBarsProps = { outages: readonly Outage[]; days: number; now: Date; formats: Formats };

/** The outages of the last days as bars, by whose matter they were. The table below says the same in words. */
export function OutageBars({ outages, days, now, formats }: OutageBarsProps) {
  const from = now.getTime() - days * DAY_MS;
  const place = (instant: number) => (Math.min(1, Math.max(0, (instant - from) / (days * DAY_MS))) * 100).toFixed(3);
  const today = dayOf(now, formats.timeZone);
  const step = days / TICKS;
  return (
    <figure className={styles.figure} aria-label={`Outages of the last ${days} days, listed below in words`}>
      {CHECK_MATTERS.map((matter) => {
        const own = outages.filter((outage) => outage.matter === matter);
        return (
          <div key={matter} className={styles.lane}>
            <span className={styles.name}>{MATTER_WORDS[matter].title}</span>
            <div className={styles.track}>
              {own.map(({ id, beganAt, endedAt, sentence }) => {
                const left = place(Date.parse(beganAt));
                const right = place(endedAt === null ? now.getTime() : Date.parse(endedAt));
                const length = lengthWords(beganAt, endedAt ?? now.toISOString());
                const began = formatInstant(beganAt, formats.timeZone, formats.locale);
                return (
                  <a
                    key={id}
                    href={`#outage-${id}`}
                    className={styles.bar}
                    data-is-open={endedAt === null}
                    style={{ left: `${left}%`, width: `${Number(right) - Number(left)}%` }}
                    title={`${sentence} From ${began}, ${length}`}
                  >
                    <span className="visually-hidden">
                      {sentence} From {began}, {length}
                      {endedAt === null ? ' so far' : ''}
                    </span>
                  </a>
                );
              })}
            </div>
          </div>
        );
      })}
      <div className={styles.scale} aria-hidden="true">
        {Array.from({ length: TICKS + 1 }, (_, tick) => addDays(today, -Math.round(days - tick * step))).map(
          (day, tick) => (
            <span key={day} style={{ left: `${(tick / TICKS) * 100}%` }}>
              {formatDay(day, formats.locale).slice(0, -5)}
            </span>
          ),
        )}
      </div>
    </figure>
  );
}
