import { Icon } from '#components/ui/icon.tsx';
import type { MappedPayload } from '#lib/mapping/mapping-contract.ts';
import type { TargetField } from '#lib/mapping/target-fields.ts';
import { FieldEditor } from './field-editor.tsx';
import styles from './mapping.module.css';
import { type Draft, FIELD_GROUPS, originOf } from './rule-draft.ts';

type FieldListProps = {
  draft: Draft;
  /** What the mapping makes of the payload at the other side. */
  mapped: MappedPayload | null;
  openName: string;
  onOpen: (name: string) => void;
  onChange: (draft: Draft) => void;
};

/** The fields that an outcome and its document can have: what each reads of the payload, and from where. */
export function FieldList({ draft, mapped, openName, onOpen, onChange }: FieldListProps) {
  return (
    <section className={styles.side} aria-labelledby="fields-title">
      <h2 id="fields-title">What is made of it</h2>
      {FIELD_GROUPS.map(({ label, fields }) => (
        <section key={label} aria-label={label}>
          <h3>{label}</h3>
          <ul className={styles.fields}>
            {fields.map((field) => (
              <li key={field.name} data-is-open={field.name === openName}>
                <button
                  type="button"
                  className={styles.field}
                  aria-expanded={field.name === openName}
                  onClick={() => onOpen(field.name)}
                >
                  <span className={styles.fieldName}>
                    {field.label}
                    {field.isNeeded === 'always' ? <span className={styles.needed}> needed</span> : null}
                  </span>
                  <Read field={field} mapped={mapped} />
                  <span className={styles.origin}>{originWords(draft, field.name)}</span>
                </button>
                {field.name === openName ? <FieldEditor field={field} draft={draft} onChange={onChange} /> : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function Read({ field, mapped }: { field: TargetField; mapped: MappedPayload | null }) {
  const problem = mapped?.problems.find(({ field: name }) => name === field.name);
  if (problem !== undefined) return <span className={styles.bad}>{problem.message}</span>;
  const value = mapped?.values[field.name];
  if (value === undefined) return <span className={styles.quiet}>–</span>;
  return (
    <span className={styles.value}>
      <Icon name="complete" /> {value}
    </span>
  );
}

function originWords(draft: Draft, name: string): string {
  const rule = draft[name];
  switch (originOf(draft, name)) {
    case 'preset':
      return '';
    case 'off':
      return 'not used';
    case 'constant':
      return `always ${rule?.constant === undefined || rule.constant === '' ? '…' : rule.constant}`;
    default:
      return `from ${(rule?.paths ?? []).filter((path) => path !== '').join(', else ') || '…'}`;
  }
}
