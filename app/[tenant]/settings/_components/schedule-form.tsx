'use client';

import { useId, useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import styles from '../settings.module.css';
import type { ScheduleChoice } from './read-schedule.ts';
import { readSchedule } from './read-schedule.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const WAYS = {
  none: 'Nobody has said',
  times: 'At times of the day',
  hours: 'Every few hours',
} as const;
type Way = keyof typeof WAYS;

type ScheduleFormProps = {
  source: string;
  timeZone: string;
  schedule: ScheduleChoice | null;
  save: (schedule: ScheduleChoice | null) => Promise<Outcome<unknown>>;
};

/** When a source is expected to sync, so that silence at those times is told. */
export function ScheduleForm({ began, ...props }: ScheduleFormProps & { began: string }) {
  const [said, setSaid] = useState('');
  return (
    <div className={styles.schedule}>
      <Schedule key={began} {...props} said={said} setSaid={setSaid} />
    </div>
  );
}

type Said = { said: string; setSaid: (said: string) => void };

function Schedule({ source, timeZone, schedule, save, said, setSaid }: ScheduleFormProps & Said) {
  const [way, setWay] = useState<Way>(wayOf(schedule));
  return (
    <ActForm
      submit="Save when it syncs"
      pending="Saving…"
      act={(form) => {
        setSaid('');
        return save(readSchedule(form));
      }}
      onDone={() =>
        setSaid(
          way === 'none'
            ? `Saved. ${source} is held to its habits of the last weeks.`
            : `Saved. You are told when ${source} is late from now on.`,
        )
      }
    >
      {(problems) => (
        <>
          <Field label="It syncs" hint={`By the clock of ${timeZone}.`} problem={undefined}>
            {(control) => (
              <select
                {...control}
                name="way"
                value={way}
                onChange={(event) => setWay(event.currentTarget.value as Way)}
              >
                {(Object.keys(WAYS) as Way[]).map((one) => (
                  <option key={one} value={one}>
                    {WAYS[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {way === 'none' ? null : (
            <Days chosen={schedule?.days ?? [1, 2, 3, 4, 5]} problem={problems['schedule.days']} />
          )}
          {way === 'times' ? (
            <Field label="Times" hint="Such as 02:00, 14:30." problem={problemOfTimes(problems)}>
              {(control) => (
                <input
                  {...control}
                  name="times"
                  defaultValue={(schedule?.times ?? []).join(', ')}
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={200}
                />
              )}
            </Field>
          ) : null}
          {way === 'hours' ? (
            <Field label="Hours between" hint="Counted from midnight." problem={problems['schedule.everyHours']}>
              {(control) => (
                <input
                  {...control}
                  name="everyHours"
                  type="number"
                  min={1}
                  max={24}
                  defaultValue={schedule?.everyHours ?? 1}
                />
              )}
            </Field>
          ) : null}
          {way === 'none' ? null : (
            <Field
              label="Minutes late"
              hint="So late it may be before you are told."
              problem={problems['schedule.graceMinutes']}
            >
              {(control) => (
                <input
                  {...control}
                  name="graceMinutes"
                  type="number"
                  min={0}
                  max={1440}
                  defaultValue={schedule?.graceMinutes ?? 60}
                />
              )}
            </Field>
          )}
          <p role="status">{said}</p>
        </>
      )}
    </ActForm>
  );
}

function Days({ chosen, problem }: { chosen: readonly number[]; problem: string | undefined }) {
  const id = useId();
  return (
    <fieldset className={styles.days} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>Days</legend>
      {DAYS.map((day, place) => (
        <label key={day}>
          <input
            type="checkbox"
            name="days"
            value={place + 1}
            defaultChecked={chosen.includes(place + 1)}
            aria-invalid={problem === undefined ? undefined : true}
          />
          {day}
        </label>
      ))}
      {problem === undefined ? null : (
        <p id={`${id}-problem`} role="alert" className={styles.wrong}>
          Days {problem}.
        </p>
      )}
    </fieldset>
  );
}

function wayOf(schedule: ScheduleChoice | null): Way {
  if (schedule === null) return 'none';
  return schedule.everyHours === null ? 'times' : 'hours';
}

/** What is wrong with one of the times is said of them all: they are one field. */
function problemOfTimes(problems: Record<string, string>): string | undefined {
  return Object.entries(problems).find(([field]) => field.startsWith('schedule.times'))?.[1];
}
