'use client';

import { useId } from 'react';
import { formatAmount } from '#components/sync/format-money.ts';
import { formatDay, formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Field } from '#components/ui/field.tsx';
import { toAmount } from '#lib/core/money.ts';
import { DATE_FORMATS, type DateFormat, DECIMAL_MARKS, type DecimalMark } from '#lib/imports/import-contract.ts';
import { fitsAmount, readDay, readInstant, readMoney } from '#lib/imports/read-values.ts';
import type { Draft, Needs } from '../choices.ts';
import styles from './choose-panel.module.css';

type ValueChoicesProps = {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  needs: Needs;
  /** What is there to be chosen although the values seen so far do not need it: other rows may. */
  offered: readonly (keyof Needs)[];
  timeZones: readonly string[];
  formats: Formats;
  /** The choices that are asked for and missing. */
  wrong: readonly string[];
};

/** What the file's dates and amounts mean, where they could mean more than one thing. Nothing is chosen beforehand. */
export function ValueChoices({ draft, onDraft, needs, offered, timeZones, formats, wrong }: ValueChoicesProps) {
  const { locale, timeZone } = formats;
  const isAsked = (choice: keyof Needs) =>
    needs[choice].length > 0 || draft[choice] !== null || offered.includes(choice);
  const zoneSample = needs.timeZone[0];
  const inZone =
    zoneSample === undefined || draft.timeZone === null
      ? null
      : readInstant(zoneSample, draft.dateFormat, draft.timeZone);
  return (
    <>
      {isAsked('dateFormat') ? (
        <Options<DateFormat>
          legend="Dates are written"
          options={DATE_FORMATS}
          chosen={draft.dateFormat}
          samples={needs.dateFormat}
          read={(sample, format) => dayWords(sample, format, locale)}
          isWrong={wrong.includes('dateFormat')}
          onChoose={(dateFormat) => onDraft({ ...draft, dateFormat })}
        />
      ) : null}
      {isAsked('decimalMark') ? (
        <Options<DecimalMark>
          legend="Before the decimals stands a"
          options={DECIMAL_MARKS}
          chosen={draft.decimalMark}
          samples={needs.decimalMark}
          read={(sample, mark) => amountWords(sample, mark, locale)}
          isWrong={wrong.includes('decimalMark')}
          onChoose={(decimalMark) => onDraft({ ...draft, decimalMark })}
        />
      ) : null}
      {isAsked('timeZone') ? (
        <div className={styles.fields}>
          <Field
            label="Time zone of times that name none"
            hint={
              inZone === null ? undefined : `${zoneSample} is read as ${formatInstant(inZone, timeZone, locale)} here`
            }
            problem={wrong.includes('timeZone') ? 'must be chosen' : undefined}
          >
            {(control) => (
              <select
                {...control}
                value={draft.timeZone ?? ''}
                onChange={(event) => onDraft({ ...draft, timeZone: event.currentTarget.value || null })}
              >
                <option value="">Choose…</option>
                <optgroup label="Likely">
                  {[...new Set([timeZone, 'UTC'])].map((zone) => (
                    <option key={zone} value={zone}>
                      {zone}
                    </option>
                  ))}
                </optgroup>
                <optgroup label="All">
                  {timeZones
                    .filter((zone) => zone !== timeZone && zone !== 'UTC')
                    .map((zone) => (
                      <option key={zone} value={zone}>
                        {zone}
                      </option>
                    ))}
                </optgroup>
              </select>
            )}
          </Field>
        </div>
      ) : null}
    </>
  );
}

type OptionsProps<Id extends string> = {
  legend: string;
  options: readonly { id: Id; label: string; example: string }[];
  chosen: Id | null;
  /** Values of the file. */
  samples: readonly string[];
  /** Gives a value as it would be read, or null. */
  read: (sample: string, id: Id) => string | null;
  isWrong: boolean;
  onChoose: (id: Id) => void;
};

const SHOWN_SAMPLES = 3;

function Options<Id extends string>({ legend, options, chosen, samples, read, isWrong, onChoose }: OptionsProps<Id>) {
  const id = useId();
  const shown = [...new Set(samples)].slice(0, SHOWN_SAMPLES);
  return (
    <fieldset className={styles.options} data-is-wrong={isWrong}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <div key={option.id} className={styles.option}>
          <input
            type="radio"
            id={`${id}-${option.id}`}
            name={id}
            checked={chosen === option.id}
            aria-describedby={`${id}-${option.id}-read`}
            onChange={() => onChoose(option.id)}
          />
          <label htmlFor={`${id}-${option.id}`}>
            <span className={styles.optionName}>{option.label}</span>{' '}
            <span className={styles.quiet}>{option.example}</span>
          </label>
          <dl id={`${id}-${option.id}-read`}>
            {shown.map((sample) => {
              const words = read(sample, option.id);
              return (
                <div key={sample} className={styles.reading}>
                  <dt>{sample}</dt>
                  <dd>{words === null ? <span className={styles.wrong}>can’t be read so</span> : words}</dd>
                </div>
              );
            })}
          </dl>
        </div>
      ))}
    </fieldset>
  );
}

function dayWords(sample: string, format: DateFormat, locale: string): string | null {
  // Of a time, the day is what the order of its parts decides.
  const day = readDay(sample, format) ?? readInstant(sample, format, 'UTC')?.slice(0, 10) ?? null;
  return day === null ? null : formatDay(day, locale);
}

function amountWords(sample: string, mark: DecimalMark, locale: string): string | null {
  const text = readMoney(sample, mark);
  return text === null || !fitsAmount(text) ? null : formatAmount(toAmount(text), null, locale);
}
