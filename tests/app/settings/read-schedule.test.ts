import { expect, test } from 'vitest';
import { readSchedule } from '../../../app/[tenant]/settings/_components/read-schedule.ts';

function form(fields: Record<string, string | string[]>): FormData {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) data.append(name, value);
  return data;
}

test('times are read as people type them; what is no time is left for the verb to refuse', () => {
  expect(
    readSchedule(form({ way: 'times', days: ['1', '5'], times: ' 2:00, 14.30;noon ', graceMinutes: '15' })),
  ).toEqual({ days: [1, 5], times: ['02:00', '14:30', 'noon'], everyHours: null, graceMinutes: 15 });
});

test('hours are read without times, an empty number is none, and nobody saying is null', () => {
  expect(readSchedule(form({ way: 'hours', days: '1', times: '02:00', everyHours: '6', graceMinutes: '' }))).toEqual({
    days: [1],
    times: [],
    everyHours: 6,
    graceMinutes: Number.NaN,
  });
  expect(readSchedule(form({ way: 'none', days: '1' }))).toBeNull();
  expect(readSchedule(form({}))).toBeNull();
});
