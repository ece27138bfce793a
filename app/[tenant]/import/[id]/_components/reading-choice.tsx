'use client';

import { Field } from '#components/ui/field.tsx';
import { type Detected, ENCODINGS, type ReadingChoices, SEPARATORS } from '#lib/imports/import-contract.ts';
import styles from './choose-panel.module.css';

type ReadingChoiceProps = {
  detected: Detected;
  reading: ReadingChoices;
  isBusy: boolean;
  /** Reads the file again in another way. */
  onReading: (reading: ReadingChoices) => void;
};

const HOW = {
  bom: 'The file says so itself.',
  valid: 'The whole file is valid in it.',
  likely: 'The likeliest. If letters with accents look wrong below, choose another.',
  chosen: 'As you chose.',
} as const;

/** How the bytes of the file become rows: what was found, to be corrected. */
export function ReadingChoice({ detected, reading, isBusy, onReading }: ReadingChoiceProps) {
  const { encoding, separator, sheets, sheet, hasHeadings } = detected;
  return (
    <div className={styles.fields}>
      {sheets.length > 1 ? (
        <Field label="Sheet" problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={sheet ?? ''}
              aria-disabled={isBusy}
              onChange={(event) => onReading({ ...reading, sheet: event.currentTarget.value })}
            >
              {sheets.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {encoding === null ? null : (
        <Field label="Encoding" hint={HOW[encoding.how]} problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={encoding.id}
              aria-disabled={isBusy}
              onChange={(event) => {
                const chosen = ENCODINGS.find(({ id }) => id === event.currentTarget.value);
                if (chosen !== undefined) onReading({ ...reading, encoding: chosen.id });
              }}
            >
              {ENCODINGS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {separator === null ? null : (
        <Field label="Columns are separated by" problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={separator}
              aria-disabled={isBusy}
              onChange={(event) => {
                const chosen = SEPARATORS.find(({ id }) => id === event.currentTarget.value);
                if (chosen !== undefined) onReading({ ...reading, separator: chosen.id });
              }}
            >
              {SEPARATORS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label="The first row" problem={undefined}>
        {(control) => (
          <select
            {...control}
            value={hasHeadings ? 'headings' : 'data'}
            aria-disabled={isBusy}
            onChange={(event) => onReading({ ...reading, hasHeadings: event.currentTarget.value === 'headings' })}
          >
            <option value="headings">names the columns</option>
            <option value="data">is data already</option>
          </select>
        )}
      </Field>
    </div>
  );
}
