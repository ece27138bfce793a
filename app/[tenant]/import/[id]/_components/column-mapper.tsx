'use client';

import type { DetectedColumn } from '#lib/imports/import-contract.ts';
import { fieldsOf, type ImportField, importField } from '#lib/imports/import-fields.ts';
import { columnLetters, type Draft, isIdMissing, NUMBER, usedFields } from '../choices.ts';
import choose from './choose-panel.module.css';
import styles from './column-mapper.module.css';

type ColumnMapperProps = {
  columns: readonly DetectedColumn[];
  draft: Draft;
  onDraft: (draft: Draft) => void;
};

const SHOWN_SAMPLES = 3;

/** Which field each column of the file is. */
export function ColumnMapper({ columns, draft, onDraft }: ColumnMapperProps) {
  const fields = fieldsOf(draft.holds).filter(({ name }) => name !== 'record.kind' || draft.kind === null);
  const used = usedFields(draft, columns);
  const set = (index: number, field: string) => {
    const { [index]: _former, ...others } = draft.fieldOf;
    onDraft({ ...draft, fieldOf: field === '' ? others : { ...others, [index]: field } });
  };
  const notImported = columns.length - used.length;
  return (
    <>
      <table className={styles.table} aria-label="Columns of the file">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Values</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ index, heading, samples }) => {
            const given = draft.fieldOf[index] ?? '';
            const field = fields.some(({ name }) => name === given) ? given : '';
            const isTwice = field !== '' && used.filter((name) => name === field).length > 1;
            const hint = field === '' ? undefined : importField(field)?.hint;
            return (
              <tr key={index} data-is-used={field !== ''}>
                <th scope="row">
                  <span className={styles.letters}>{columnLetters(index)}</span> {heading}
                </th>
                <td className={styles.samples}>
                  {samples.length === 0 ? (
                    <span className={styles.quiet}>nothing</span>
                  ) : (
                    samples.slice(0, SHOWN_SAMPLES).map((sample) => <span key={sample}>{sample}</span>)
                  )}
                </td>
                <td>
                  <select
                    aria-label={`${heading} becomes`}
                    aria-invalid={isTwice ? true : undefined}
                    value={field}
                    onChange={(event) => set(index, event.currentTarget.value)}
                  >
                    <option value="">Not imported</option>
                    <FieldOptions fields={fields} />
                  </select>
                  {isTwice ? (
                    <p className={choose.wrong}>Another column is this already. Keep one.</p>
                  ) : hint === undefined ? null : (
                    <p className={styles.quiet}>{hint}</p>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isIdMissing(draft, columns) && used.includes(NUMBER) ? (
        <label className={choose.check}>
          <input
            type="checkbox"
            checked={draft.isNumberId}
            onChange={(event) => onDraft({ ...draft, isNumberId: event.currentTarget.checked })}
          />
          The file has no ID besides the number: take the number as the Source ID too
        </label>
      ) : null}
      <p className={styles.quiet}>
        {notImported === 0
          ? 'Every column is imported.'
          : notImported === 1
            ? '1 column is not imported.'
            : `${notImported} columns are not imported.`}
      </p>
    </>
  );
}

/** The fields to choose from, those of the outcome apart from those of the document. */
export function FieldOptions({ fields }: { fields: readonly ImportField[] }) {
  const groups = [
    { label: 'Outcome', of: 'attempt' },
    { label: 'Document', of: 'record' },
  ].map(({ label, of }) => ({ label, fields: fields.filter((field) => field.of === of) }));
  return groups
    .filter((group) => group.fields.length > 0)
    .map((group) => (
      <optgroup key={group.label} label={group.label}>
        {group.fields.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </optgroup>
    ));
}
