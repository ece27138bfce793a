import { describe, expect, test } from 'vitest';
import { type JobSigns, judgeJobLink, type ReportedOutcome } from '#lib/checks/rules/job-link.ts';
import { judgeProofOfLife } from '#lib/checks/rules/proof-of-life.ts';
import { dueTimes, judgeSyncSchedule } from '#lib/checks/rules/sync-schedule.ts';
import { syncScheduleSchema } from '#lib/sources/sync-schedule.ts';
import { NOON } from '#tests/factories/checks.ts';

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOON.now.getTime() - hours * HOUR_MS);

describe('The sync job’s own link', () => {
  const complete = (hours: number): ReportedOutcome => ({
    kind: 'invoice',
    isComplete: true,
    attemptedAt: hoursAgo(hours),
    errorCode: null,
    errorMessage: null,
  });
  const failed = (hours: number, errorMessage: string): ReportedOutcome => ({
    ...complete(hours),
    isComplete: false,
    errorMessage,
  });
  const REVOKED = 'message=AuthenticationFailed; errorCode=003200; statusCode=401 Token revoked';
  const judge = (outcomes: ReportedOutcome[], report: JobSigns['report'] = null) =>
    judgeJobLink({ slug: 'tms', name: 'TMS', outcomes, report }, 'qbo', NOON);

  test('is not known without evidence, by old evidence, and by failures that say nothing of it', () => {
    expect(judge([]).state).toBe('not_known');
    expect(judge([complete(24 * 15)]).state).toBe('not_known');
    expect(judge([failed(1, 'message=ThrottleExceeded; errorCode=003001; statusCode=429')]).state).toBe('not_known');
    expect(judge([failed(1, 'Something odd')]).state).toBe('not_known');
  });

  test('works where a record was taken, or refused for itself', () => {
    expect(judge([complete(1)])).toMatchObject({ state: 'ok', subject: 'tms', matter: 'job_link' });
    const duplicate = 'Duplicate Document Number Error: You must specify a different number.';
    expect(judge([failed(1, duplicate), failed(2, REVOKED)]).state).toBe('ok');
  });

  test('is broken since the first of the refusals, and only doubtful after one', () => {
    expect(judge([failed(1, REVOKED), complete(2)]).state).toBe('warning');
    expect(judge([failed(1, REVOKED), failed(2, REVOKED), failed(3, REVOKED), complete(4)])).toMatchObject({
      state: 'broken',
      sentence: expect.stringContaining('3 times in a row'),
      evidence: { since: hoursAgo(3).toISOString(), refusals: 3 },
      remedy: expect.stringContaining('TMS'),
    });
  });

  test('is what the job itself said, where that is newer than what it did', () => {
    const says = (state: 'ok' | 'broken', hours: number) => ({
      state,
      message: 'invalid_grant',
      checkedAt: hoursAgo(hours),
    });
    expect(judge([complete(2)], says('broken', 1))).toMatchObject({
      state: 'broken',
      sentence: expect.stringContaining('“invalid_grant”'),
    });
    expect(judge([complete(1)], says('broken', 2)).state).toBe('ok');
    expect(judge([failed(2, REVOKED), failed(3, REVOKED)], says('ok', 1)).state).toBe('ok');
    expect(judge([], says('ok', 24 * 20)).state).toBe('not_known');
  });
});

describe('Proof of life', () => {
  const judge = (silentHours: number, past: number[]) => {
    const silences = past.map((hours) => hours * HOUR_MS);
    const rhythms = [{ kind: 'invoice' as const, lastAt: hoursAgo(silentHours), silences }];
    return judgeProofOfLife({ slug: 'tms', name: 'TMS', rhythms }, NOON);
  };
  const HOURLY = [1, 1, 1, 1, 1, 1, 1, 1];
  const DAILY = [10, 10.5, 10, 9.8, 10.2, 10, 10, 10];

  test.each([
    [0.5, HOURLY, 'ok'],
    [1.9, HOURLY, 'ok'],
    [2.5, HOURLY, 'warning'],
    [4.5, HOURLY, 'broken'],
    [10, DAILY, 'ok'],
    [34, DAILY, 'broken'],
    // A weekend, at the same hour of the former weekends.
    [40, [40, 41, 40, 40, 39, 40, 40, 40], 'ok'],
    // One week of an outage in the past moves nothing.
    [4.5, [1, 1, 170, 1, 1, 1, 1, 1], 'broken'],
    // A job without rhythm is given the room that it takes.
    [60, [10, 50, 30, 80, 5, 20, 70, 40], 'ok'],
    [3, [1, 1, 1], 'not_known'],
    [900, Array(8).fill(20 * 24), 'not_known'],
  ])('after %d hours of silence, where %j were usual, is %s', (hours, past, state) => {
    expect(judge(hours, past).state).toBe(state);
  });

  test('says what is silent, since when, and what is usual; the kinds that report are not named', () => {
    const kinds = [
      { kind: 'invoice' as const, lastAt: hoursAgo(0.2), silences: HOURLY.map((hours) => hours * HOUR_MS) },
      { kind: 'bill' as const, lastAt: hoursAgo(30), silences: HOURLY.map((hours) => hours * HOUR_MS) },
    ];
    expect(judgeProofOfLife({ slug: 'tms', name: 'TMS', rhythms: kinds }, NOON)).toMatchObject({
      state: 'broken',
      sentence:
        'TMS has been silent about bills for 1 day and 6 hours, since 21 November 2026, 06:00; at this time of the week 1 hour is usual.',
      evidence: { since: hoursAgo(30).toISOString() },
    });
    expect(judgeProofOfLife({ slug: 'tms', name: 'TMS', rhythms: [] }, NOON).state).toBe('not_known');
  });
});

describe('The expected schedule', () => {
  const DAILY_AT_TWO = syncScheduleSchema.parse({ days: [1, 2, 3, 4, 5, 6, 7], times: ['02:00'] });
  const judge = (changes: {
    lastOutcomeAt?: Date;
    lastCallAt?: Date;
    isWaiting?: boolean;
    schedule?: typeof DAILY_AT_TWO;
  }) =>
    judgeSyncSchedule(
      {
        slug: 'tms',
        name: 'TMS',
        schedule: changes.schedule ?? DAILY_AT_TWO,
        lastOutcomeAt: changes.lastOutcomeAt ?? null,
        lastCallAt: changes.lastCallAt ?? null,
        hasPendingSince: async () => changes.isWaiting ?? false,
      },
      NOON,
    );

  test('is kept by an outcome since the last time, also one a little early', async () => {
    expect((await judge({ lastOutcomeAt: hoursAgo(9.9) })).state).toBe('ok');
    expect((await judge({ lastOutcomeAt: hoursAgo(10.1) })).state).toBe('ok');
  });

  test('is kept by a job that called and had nothing to do, and doubtful where records wait', async () => {
    expect((await judge({ lastCallAt: hoursAgo(9), lastOutcomeAt: hoursAgo(40) })).state).toBe('ok');
    const lastOutcomeAt = hoursAgo(30);
    expect((await judge({ lastCallAt: hoursAgo(9), lastOutcomeAt, isWaiting: true })).state).toBe('warning');
    expect(await judge({ lastCallAt: hoursAgo(9), lastOutcomeAt: hoursAgo(60), isWaiting: true })).toMatchObject({
      state: 'broken',
      sentence: expect.stringContaining('for 3 times, although records wait'),
    });
  });

  test('is missed once, then broken since the first time that was missed', async () => {
    expect((await judge({ lastOutcomeAt: hoursAgo(30) })).state).toBe('warning');
    expect(await judge({ lastOutcomeAt: hoursAgo(60) })).toMatchObject({
      state: 'broken',
      sentence: expect.stringContaining('3 times, since 20 November 2026, 02:00'),
      evidence: { missed: 3, since: '2026-11-20T02:00:00.000Z' },
    });
    expect((await judge({})).sentence).toContain('at least 16 times');
  });

  test('holds nothing against a source from before it was set', async () => {
    const schedule = { ...DAILY_AT_TWO, since: '2026-11-22T03:00:00.000Z' };
    expect((await judge({ schedule })).state).toBe('not_known');
  });

  test('has its times on the clock of the tenant, also where the clocks change, and within its grace nothing is due', () => {
    const zone = 'America/New_York';
    const weekdays = syncScheduleSchema.parse({ days: [1, 2, 3, 4, 5], times: ['02:30', '14:00'], graceMinutes: 30 });
    const due = dueTimes(weekdays, new Date('2026-03-09T18:20:00Z'), zone).slice(-3);
    // Friday in winter time, Monday in summer time; 14:00 of Monday is still within its grace.
    expect(due.map((at) => at.toISOString())).toEqual([
      '2026-03-06T07:30:00.000Z',
      '2026-03-06T19:00:00.000Z',
      '2026-03-09T06:30:00.000Z',
    ]);
    const everySix = syncScheduleSchema.parse({ days: [1], everyHours: 6, graceMinutes: 0 });
    expect(dueTimes(everySix, new Date('2026-03-10T12:00:00Z'), 'UTC').slice(-4)).toHaveLength(4);
  });

  test.each([
    { days: [], times: ['02:00'] },
    { days: [1], times: [] },
    { days: [1], times: ['02:00'], everyHours: 2 },
    { days: [1], times: ['24:00'] },
    { days: [8], times: ['02:00'] },
    { days: [1], times: ['02:00'], graceMinutes: -1 },
  ])('can’t be %j', (schedule) => {
    expect(syncScheduleSchema.safeParse(schedule).success).toBe(false);
  });
});
