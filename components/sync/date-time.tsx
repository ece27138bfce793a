import type { Day } from '#lib/core/dates.ts';
import { formatAge, formatDay, formatInstant, splitInstant } from './format-time.ts';
import type { Formats } from './formats.ts';
import styles from './sync.module.css';

/** An instant in the tenant's zone, `21 Nov 2026, 10:30`; the ISO text shows on hover. */
export function DateTime({ instant, formats }: { instant: string; formats: Formats }) {
  const { day, clock } = splitInstant(instant, formats.timeZone, formats.locale);
  return (
    <time dateTime={instant} title={instant} className={styles.time}>
      {day}
      <span className={styles.clock}>, {clock}</span>
    </time>
  );
}

/** A calendar day, `21 Nov 2026`. */
export function CalendarDay({ day, formats }: { day: Day; formats: Formats }) {
  return (
    <time dateTime={day} className={styles.time}>
      {formatDay(day, formats.locale)}
    </time>
  );
}

type AgeProps = { since: string; lastTriedAt: string | null; now: Date; formats: Formats };

/** How long a record has been pending, with the date beside it, and when it was last tried if ever. */
export function Age({ since, lastTriedAt, now, formats }: AgeProps) {
  return (
    <span className={styles.age}>
      <span className={styles.ageValue}>{formatAge(since, now)}</span>{' '}
      <span className={styles.aside}>
        {lastTriedAt === null ? (
          <>
            since <DateTime instant={since} formats={formats} />
          </>
        ) : (
          <>
            last tried <DateTime instant={lastTriedAt} formats={formats} />
          </>
        )}
      </span>
    </span>
  );
}

/** How long a record has been pending, among dates of others; since when shows on hover. */
export function ShortAge({ since, now, formats }: Omit<AgeProps, 'lastTriedAt'>) {
  return (
    <time
      dateTime={since}
      className={styles.time}
      title={`Since ${formatInstant(since, formats.timeZone, formats.locale)}`}
    >
      for {formatAge(since, now)}
    </time>
  );
}
