import { DateTime } from 'luxon';
import type { SyncSchedule } from '#lib/sources/sync-schedule.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { Moment } from '../facts.ts';
import { answersOf } from './answer.ts';
import { sayCount, sayInstant } from './say.ts';

/** So far back a missed time is looked for. */
const DAYS_BACK = 15;
const MINUTE_MS = 60_000;
/** A job that begins a little early is on time. */
const EARLY_MS = 10 * MINUTE_MS;

/** A source with the schedule that is expected of it, and what was heard of it last. */
export type ScheduledJob = {
  slug: string;
  name: string;
  schedule: SyncSchedule;
  lastOutcomeAt: Date | null;
  /** When one of its keys last called Tieout, for whatever. */
  lastCallAt: Date | null;
  /** Whether records of it have been pending since before a moment; asked for only where a job called and reported nothing. */
  hasPendingSince: (before: Date) => Promise<boolean>;
};

/** Compares when a source is expected to sync with what it did, in the tenant's time zone. */
export async function judgeSyncSchedule(job: ScheduledJob, { now, timeZone }: Moment): Promise<CheckAnswer> {
  const answer = answersOf('sync_schedule', 'job_link', job.slug);
  const { schedule, name, lastOutcomeAt, lastCallAt } = job;
  const due = dueTimes(schedule, now, timeZone);
  const evidence = {
    schedule,
    lastOutcomeAt: lastOutcomeAt?.toISOString() ?? null,
    lastCallAt: lastCallAt?.toISOString() ?? null,
    lastDueAt: due.at(-1)?.toISOString() ?? null,
  };
  const last = due.at(-1);
  if (last === undefined) {
    return answer('not_known', `No sync of ${name} has been due since its schedule was set.`, null, evidence);
  }
  const isHeard = (at: Date | null, since: Date) => at !== null && at.getTime() >= since.getTime() - EARLY_MS;
  const lastDue = sayInstant(last, timeZone);
  if (isHeard(lastOutcomeAt, last)) {
    const sentence = `${name} keeps its schedule: it was due on ${lastDue}, and last reported on ${sayInstant(lastOutcomeAt as Date, timeZone)}.`;
    return answer('ok', sentence, null, evidence);
  }
  if (isHeard(lastCallAt, last)) {
    const called = `${name} was due on ${lastDue} and has called since, on ${sayInstant(lastCallAt as Date, timeZone)}, but reported no outcome`;
    if (!(await job.hasPendingSince(last))) return answer('ok', `${called}: nothing was waiting.`, null, evidence);
    // Whatever calls may only send records: what waits for the second time is not synced.
    const unanswered = due.filter((at) => !isHeard(lastOutcomeAt, at));
    const before = unanswered.at(-2);
    const isBroken = before !== undefined && (await job.hasPendingSince(before));
    const told = { ...evidence, missed: unanswered.length, since: (unanswered[0] ?? last).toISOString() };
    return isBroken
      ? answer(
          'broken',
          `${called} for ${sayCount(unanswered.length, 'time')}, although records wait.`,
          look(name),
          told,
        )
      : answer('warning', `${called} although records wait.`, look(name), told);
  }
  const heardAt = Math.max(lastOutcomeAt?.getTime() ?? 0, lastCallAt?.getTime() ?? 0);
  const missed = due.filter((at) => at.getTime() - EARLY_MS > heardAt);
  const first = missed[0] ?? last;
  const told = { ...evidence, missed: missed.length, since: first.toISOString() };
  if (missed.length <= 1) {
    const sentence = `${name} was due on ${lastDue}, and nothing has been heard of it since.`;
    return answer('warning', sentence, look(name), told);
  }
  const times =
    missed.length === due.length ? `at least ${sayCount(missed.length, 'time')}` : sayCount(missed.length, 'time');
  const sentence = `${name} has not synced when it was due ${times}, since ${sayInstant(first, timeZone)}; nothing has been heard of it.`;
  return answer('broken', sentence, look(name), told);
}

function look(name: string): string {
  return `Whoever runs the sync job of ${name} looks whether it is switched on and when it runs; if its times have changed, an admin sets them in the settings.`;
}

/** Gives the times at which a sync was due and its grace is over, the oldest first; none from before the schedule was set. */
export function dueTimes(
  { days, times, everyHours, graceMinutes, since }: SyncSchedule,
  now: Date,
  timeZone: string,
): Date[] {
  const latest = now.getTime() - graceMinutes * MINUTE_MS;
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const ofDay = everyHours === null ? times : everyHoursOf(everyHours);
  const due: Date[] = [];
  for (let back = DAYS_BACK; back >= 0; back -= 1) {
    const day = today.minus({ days: back });
    if (!days.includes(day.weekday)) continue;
    for (const time of ofDay) {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      // Set on the clock of that day, so that 02:00 stays 02:00 when the clocks change.
      const at = day.set({ hour, minute }).toJSDate();
      if (at.getTime() <= latest && at.toISOString() >= since) due.push(at);
    }
  }
  return due;
}

function everyHoursOf(hours: number): string[] {
  return Array.from({ length: Math.ceil(24 / hours) }, (_, n) => `${String(n * hours).padStart(2, '0')}:00`);
}
