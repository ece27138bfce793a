import { Field } from '#components/ui/field.tsx';
import type { NoticeEvent } from '#lib/notices/notice-contract.ts';
import { clockOf, type ShownThreshold, WEEKDAYS } from './rule-words.ts';

const WINDOWS = [
  { hours: 1, label: 'one hour' },
  { hours: 6, label: '6 hours' },
  { hours: 24, label: '24 hours' },
  { hours: 72, label: '3 days' },
  { hours: 168, label: '7 days' },
];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type ThresholdFieldsProps = { event: NoticeEvent; threshold: ShownThreshold; problems: Record<string, string> };

/** From when on an event is told, for the events that have such a choice. */
export function ThresholdFields({ event, threshold, problems }: ThresholdFieldsProps) {
  const { count, amounts = [], windowHours = 24, hour = 8, weekday = 1 } = threshold;
  const hourField = (
    <Field label="Hour" hint="By the clock of the business." problem={problems.hour}>
      {(control) => (
        <select {...control} name="hour" defaultValue={hour}>
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {clockOf(one)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  switch (event) {
    case 'failures.many':
      return (
        <>
          <Field label="More than so many records" hint="Empty: whatever their number." problem={problems.count}>
            {(control) => <input {...control} name="count" inputMode="numeric" defaultValue={count ?? ''} />}
          </Field>
          <Field
            label="Or more than so much money"
            hint="One amount a currency, such as 10000 USD, 5000 EUR. Empty: whatever the money."
            problem={problems.amounts}
          >
            {(control) => (
              <input
                {...control}
                name="amounts"
                autoComplete="off"
                defaultValue={amounts.map(({ currency, amount }) => `${amount} ${currency}`).join(', ')}
              />
            )}
          </Field>
          <Field label="Within" problem={problems.windowHours}>
            {(control) => (
              <select {...control} name="windowHours" defaultValue={windowHours}>
                {WINDOWS.map(({ hours, label }) => (
                  <option key={hours} value={hours}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      );
    case 'inbox.waiting':
      return (
        <Field label="From so many items on" problem={problems.count}>
          {(control) => <input {...control} name="count" inputMode="numeric" defaultValue={count ?? 1} />}
        </Field>
      );
    case 'digest.daily':
      return hourField;
    case 'digest.weekly':
      return (
        <>
          <Field label="Day" problem={problems.weekday}>
            {(control) => (
              <select {...control} name="weekday" defaultValue={weekday}>
                {WEEKDAYS.map((day, place) => (
                  <option key={day} value={place + 1}>
                    {day}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {hourField}
        </>
      );
    default:
      return null;
  }
}

/** Takes a form with these fields; gives the threshold as the verbs take it, or null where the event has none. */
export function thresholdIn(event: NoticeEvent, form: FormData): unknown {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const number = (name: string) => (text(name) === '' ? null : Number(text(name).replace(/[,\s]/g, '')));
  switch (event) {
    case 'failures.many':
      return { count: number('count'), amounts: amountsIn(text('amounts')), windowHours: number('windowHours') };
    case 'inbox.waiting':
      return { count: number('count') };
    case 'digest.daily':
      return { hour: number('hour') };
    case 'digest.weekly':
      return { weekday: number('weekday'), hour: number('hour') };
    default:
      return null;
  }
}

/** Reads `10000 USD, 5000 EUR`; what can't be read is left to the verb, which says what is wrong with it. */
function amountsIn(text: string): { currency: string; amount: string }[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, amount = part, currency = ''] = /^(\S+)\s*([A-Za-z]{3})$/.exec(part) ?? [];
      return { currency: currency.toUpperCase(), amount };
    });
}
