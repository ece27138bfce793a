'use client';

import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { fieldsOf, importField } from '#lib/imports/import-fields.ts';
import type { Draft } from '../choices.ts';
import styles from './choose-panel.module.css';
import { FieldOptions } from './column-mapper.tsx';

type RowValuesProps = {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** The fields that have a column of their own. */
  used: readonly string[];
  /** What a currency may be, as an example. */
  currency: string;
};

const CURRENCY = 'record.currency';

/** What is the same in every row, for fields that the file has no column for, or empty cells in. */
export function RowValues({ draft, onDraft, used, currency }: RowValuesProps) {
  const { fixed } = draft;
  const taken = fixed.map(({ field }) => field);
  const free = fieldsOf(draft.holds).filter(({ name }) => !taken.includes(name) && name !== 'record.kind');
  const first =
    free.find(({ name }) => name === CURRENCY && !used.includes(name)) ?? free.find(({ name }) => !used.includes(name));
  const change = (at: number, changed: Partial<Draft['fixed'][number]>) =>
    onDraft({ ...draft, fixed: fixed.map((one, index) => (index === at ? { ...one, ...changed } : one)) });
  return (
    <>
      {fixed.length === 0 ? null : (
        <ul className={styles.fixed}>
          {fixed.map(({ field, value }, at) => {
            const label = importField(field)?.label ?? field;
            return (
              <li key={field}>
                <select
                  aria-label="Field that is the same in every row"
                  value={field}
                  onChange={(event) => change(at, { field: event.currentTarget.value, value: '' })}
                >
                  <option value={field}>{label}</option>
                  <FieldOptions fields={free} />
                </select>
                <input
                  aria-label={`${label} of every row`}
                  placeholder={field === CURRENCY ? currency : undefined}
                  maxLength={255}
                  value={value}
                  onChange={(event) => change(at, { value: event.currentTarget.value })}
                />
                <Button
                  kind="quiet"
                  isSquare
                  aria-label={`Leave out ${label}`}
                  onClick={() => onDraft({ ...draft, fixed: fixed.filter((_, index) => index !== at) })}
                >
                  <Icon name="close" />
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {first === undefined ? null : (
        <p>
          <Button onClick={() => onDraft({ ...draft, fixed: [...fixed, { field: first.name, value: '' }] })}>
            {first.name === CURRENCY ? 'All amounts are in one currency…' : 'Add a value for every row…'}
          </Button>
        </p>
      )}
    </>
  );
}
