/** A schedule as its form gives it. */
export type ScheduleChoice = {
  days: number[];
  times: string[];
  everyHours: number | null;
  graceMinutes: number;
};

/** Takes the form of a schedule; gives what is to be saved, as it was typed, and null where nobody is to say. */
export function readSchedule(form: FormData): ScheduleChoice | null {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const way = text('way');
  if (way !== 'times' && way !== 'hours') return null;
  return {
    days: form.getAll('days').map(Number),
    times: way === 'times' ? timesIn(text('times')) : [],
    // An empty field is no number, and refused as such.
    everyHours: way === 'hours' ? numberIn(text('everyHours')) : null,
    graceMinutes: numberIn(text('graceMinutes')),
  };
}

/** Takes times as people type them, `2:00 14.30`; gives them as `02:00`, `14:30`. What is no time stays as it is. */
function timesIn(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, hour, minute] = /^(\d{1,2})[:.](\d{2})$/.exec(part) ?? [];
      return hour === undefined ? part : `${hour.padStart(2, '0')}:${minute}`;
    });
}

function numberIn(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
