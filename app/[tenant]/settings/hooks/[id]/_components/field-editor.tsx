import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { DATE_FORMATS, DECIMALS, type Rule } from '#lib/mapping/mapping-contract.ts';
import type { TargetField } from '#lib/mapping/target-fields.ts';
import styles from './mapping.module.css';
import { choicesOf, type Draft, ORIGINS, type Origin, originOf, withOrigin } from './rule-draft.ts';

const ORIGIN_WORDS: Record<Origin, string> = {
  preset: 'As the preset reads it',
  paths: 'From values of the payload',
  constant: 'Always the same',
  off: 'Not used',
};

type FieldEditorProps = { field: TargetField; draft: Draft; onChange: (draft: Draft) => void };

/** Where one field's value comes from, and how it is read. */
export function FieldEditor({ field, draft, onChange }: FieldEditorProps) {
  const origin = originOf(draft, field.name);
  const rule = draft[field.name] ?? null;
  const change = (next: Partial<Rule>) => onChange({ ...draft, [field.name]: { ...rule, ...next } });
  return (
    <div className={styles.editor}>
      {field.hint === undefined ? null : <p className={styles.quiet}>{field.hint}</p>}
      <fieldset className={styles.origins}>
        <legend className="visually-hidden">Where {field.label} comes from</legend>
        {ORIGINS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`origin-${field.name}`}
              checked={one === origin}
              onChange={() => onChange(withOrigin(draft, field.name, one))}
            />
            {ORIGIN_WORDS[one]}
          </label>
        ))}
      </fieldset>
      {origin === 'paths' && rule !== null ? <Paths field={field} rule={rule} onChange={change} /> : null}
      {origin === 'constant' && rule !== null ? <Constant field={field} rule={rule} onChange={change} /> : null}
      {origin === 'paths' && rule !== null ? <Reading field={field} rule={rule} onChange={change} /> : null}
    </div>
  );
}

type PartProps = { field: TargetField; rule: Rule; onChange: (next: Partial<Rule>) => void };

function Paths({ field, rule, onChange }: PartProps) {
  const paths = rule.paths ?? [];
  const at = (index: number, path: string) => paths.map((known, place) => (place === index ? path : known));
  return (
    <div className={styles.lines}>
      <p>The first of these that is filled counts. Press a value at the other side to add it.</p>
      {paths.map((path, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path is known by its place, and two may say the same meanwhile
        <div key={index} className={styles.line}>
          <input
            aria-label={`Value ${index + 1} for ${field.label}`}
            value={path}
            spellCheck={false}
            autoComplete="off"
            placeholder="data.customer.name"
            onChange={(event) => onChange({ paths: at(index, event.currentTarget.value) })}
          />
          <Button
            kind="quiet"
            isSquare
            aria-label={`Remove value ${index + 1} for ${field.label}`}
            onClick={() => onChange({ paths: paths.filter((_path, place) => place !== index) })}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange({ paths: [...paths, ''] })}>Add another value</Button>
      </div>
    </div>
  );
}

function Constant({ field, rule, onChange }: PartProps) {
  const choices = choicesOf(field.type);
  return (
    <Field label={`${field.label} of every payload`} problem={undefined}>
      {(control) =>
        choices === null ? (
          <input
            {...control}
            value={rule.constant ?? ''}
            autoComplete="off"
            onChange={(event) => onChange({ constant: event.currentTarget.value })}
          />
        ) : (
          <select
            {...control}
            value={rule.constant ?? ''}
            onChange={(event) => onChange({ constant: event.currentTarget.value })}
          >
            <option value="">Choose…</option>
            {choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}

/** What depends on the type: how dates and money are written, and what words mean. */
function Reading({ field, rule, onChange }: PartProps) {
  return (
    <>
      {field.type === 'day' || field.type === 'instant' ? (
        <Field label="Dates are written as" hint="It is never guessed." problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={rule.dateFormat ?? ''}
              onChange={(event) =>
                onChange({ dateFormat: DATE_FORMATS.find(({ id }) => id === event.currentTarget.value)?.id })
              }
            >
              <option value="">Only what can’t be mistaken: 2026-10-31</option>
              {DATE_FORMATS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {field.type === 'instant' ? (
        <Field label="Time zone" hint="Of times without an offset, such as Europe/Berlin." problem={undefined}>
          {(control) => (
            <input
              {...control}
              value={rule.timeZone ?? ''}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : null}
      {field.type === 'money' ? (
        <Field label="Money is written as" hint="It is never guessed." problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={rule.decimal ?? ''}
              onChange={(event) =>
                onChange({ decimal: DECIMALS.find(({ id }) => id === event.currentTarget.value)?.id })
              }
            >
              <option value="">Only what can’t be mistaken: 1250.00</option>
              {DECIMALS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {['outcome', 'kind', 'source', 'boolean', 'text', 'currency'].includes(field.type) ? (
        <Values field={field} rule={rule} onChange={onChange} />
      ) : null}
    </>
  );
}

function Values({ field, rule, onChange }: PartProps) {
  const values = rule.values ?? [];
  const choices = choicesOf(field.type);
  const at = (index: number, next: Partial<{ from: string; to: string }>) =>
    values.map((known, place) => (place === index ? { ...known, ...next } : known));
  return (
    <div className={styles.lines}>
      <p>
        What words mean. <span className={styles.quiet}>* stands for any other word.</span>
      </p>
      {values.map(({ from, to }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place, and two may say the same meanwhile
        <div key={index} className={styles.line}>
          <input
            aria-label={`Word ${index + 1} for ${field.label}`}
            value={from}
            placeholder="Success"
            autoComplete="off"
            onChange={(event) => onChange({ values: at(index, { from: event.currentTarget.value }) })}
          />
          <span aria-hidden="true">→</span>
          {choices === null ? (
            <input
              aria-label={`Meaning ${index + 1} for ${field.label}`}
              value={to}
              autoComplete="off"
              onChange={(event) => onChange({ values: at(index, { to: event.currentTarget.value }) })}
            />
          ) : (
            <select
              aria-label={`Meaning ${index + 1} for ${field.label}`}
              value={to}
              onChange={(event) => onChange({ values: at(index, { to: event.currentTarget.value }) })}
            >
              <option value="">Choose…</option>
              {choices.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
          <Button
            kind="quiet"
            isSquare
            aria-label={`Remove word ${index + 1} for ${field.label}`}
            onClick={() => onChange({ values: values.filter((_value, place) => place !== index) })}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange({ values: [...values, { from: '', to: '' }] })}>Say what a word means</Button>
      </div>
    </div>
  );
}
