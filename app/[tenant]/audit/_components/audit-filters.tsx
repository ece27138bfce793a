'use client';

import { Button } from '#components/ui/button.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import { ACTION_WORDS, SUBJECT_TYPES, SUBJECT_WORDS } from '#lib/audit/action-words.ts';
import { AUDIT_ACTIONS } from '#lib/audit/actions.ts';
import { type AuditActor, JOBS } from '#lib/audit/list-contract.ts';
import { type AuditState, auditQuery, withChange } from '../audit-address.ts';
import styles from './audit-filters.module.css';

type AuditFiltersProps = { path: string; state: AuditState; actors: AuditActor[] };

const ACTOR_GROUPS = [
  { label: 'People', types: ['person'] },
  { label: 'Keys', types: ['api_key', 'hook'] },
];

/** What to look at. Without script it is a plain form. */
export function AuditFilters({ path, state, actors }: AuditFiltersProps) {
  const { navigate } = useNavigation();

  function apply(form: FormData) {
    const value = (name: string) => String(form.get(name) ?? '').trim() || null;
    const days = [value('from'), value('to')].toSorted((a, b) => (a !== null && b !== null && a > b ? 1 : 0));
    const next = withChange(state, {
      actor: value('actor'),
      action: AUDIT_ACTIONS.find((action) => action === value('action')) ?? null,
      subjectType: SUBJECT_TYPES.find((type) => type === value('type')) ?? null,
      subject: value('about') ?? '',
      from: days[0] ?? null,
      to: days[1] ?? null,
    });
    navigate(path + auditQuery(next));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is too new for the browsers we support
    <form
      role="search"
      className={styles.form}
      action={path}
      onSubmit={(event) => {
        event.preventDefault();
        apply(new FormData(event.currentTarget));
      }}
    >
      <label className={styles.field}>
        <span>Who</span>
        <select name="actor" defaultValue={state.actor ?? ''}>
          <option value="">Everybody</option>
          {ACTOR_GROUPS.map(({ label, types }) => {
            const own = actors.filter(({ type }) => types.includes(type));
            return own.length === 0 ? null : (
              <optgroup key={label} label={label}>
                {own.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            );
          })}
          <option value={JOBS}>Jobs and commands</option>
          {state.actor === null || state.actor === JOBS || actors.some(({ id }) => id === state.actor) ? null : (
            <option value={state.actor}>Somebody unknown</option>
          )}
        </select>
      </label>
      <label className={styles.field}>
        <span>What</span>
        <select name="action" defaultValue={state.action ?? ''}>
          <option value="">Every act</option>
          {AUDIT_ACTIONS.map((action) => (
            <option key={action} value={action}>
              {ACTION_WORDS[action]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        <span>About</span>
        <select name="type" defaultValue={state.subjectType ?? ''}>
          <option value="">Anything</option>
          {SUBJECT_TYPES.map((type) => (
            <option key={type} value={type}>
              {SUBJECT_WORDS[type]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field} data-is-wide="true">
        <span>Number, name or id</span>
        <input
          type="text"
          name="about"
          maxLength={255}
          autoComplete="off"
          spellCheck={false}
          defaultValue={state.subject}
        />
      </label>
      <label className={styles.field}>
        <span>From</span>
        <input type="date" name="from" defaultValue={state.from ?? ''} />
      </label>
      <label className={styles.field}>
        <span>To</span>
        <input type="date" name="to" defaultValue={state.to ?? ''} />
      </label>
      <Button type="submit" className={styles.apply}>
        Apply
      </Button>
    </form>
  );
}
