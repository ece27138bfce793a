import { ACTION_WORDS, SUBJECT_WORDS } from '#lib/audit/action-words.ts';
import { AUDIT_PAGE_SIZES, type AuditActor, type AuditFilter, EVERY_EVENT, JOBS } from '#lib/audit/list-contract.ts';

/** Everything that the address of the audit log says. */
export type AuditState = AuditFilter & { size: number; cursor: string | null };

/** The values that an address leaves out. */
export const DEFAULT_STATE: AuditState = { ...EVERY_EVENT, size: AUDIT_PAGE_SIZES[0], cursor: null };

/** Gives the query text of a state, `?` included, with defaults left out. */
export function auditQuery(state: AuditState): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | null) => {
    if (value !== null && value !== '') query.set(name, value);
  };
  set('actor', state.actor);
  set('action', state.action);
  set('type', state.subjectType);
  set('about', state.subject);
  set('from', state.from);
  set('to', state.to);
  set('size', state.size === DEFAULT_STATE.size ? null : String(state.size));
  set('cursor', state.cursor);
  return query.size === 0 ? '' : `?${query}`;
}

/** Gives the state with changes, at its first page. */
export function withChange(state: AuditState, change: Partial<AuditState>): AuditState {
  return { ...state, cursor: null, ...change };
}

/** One filter that is set: how it reads, and the state without it. */
export type SetFilter = { id: string; label: string; without: AuditState };

/** Gives the filters that are set, in the order of their controls. */
export function setFilters(
  state: AuditState,
  actors: readonly AuditActor[],
  range: (days: { from: string | null; to: string | null }) => string,
): SetFilter[] {
  const filters: SetFilter[] = [];
  const add = (id: string, label: string, change: Partial<AuditState>) =>
    filters.push({ id, label, without: withChange(state, change) });
  const { actor, action, subjectType, subject, from, to } = state;
  if (actor !== null) {
    const name =
      actor === JOBS ? 'Jobs and commands' : (actors.find(({ id }) => id === actor)?.name ?? 'somebody unknown');
    add('actor', `By ${name}`, { actor: null });
  }
  if (action !== null) add('action', ACTION_WORDS[action], { action: null });
  if (subjectType !== null) add('type', `About: ${SUBJECT_WORDS[subjectType]}`, { subjectType: null });
  if (subject !== '') add('about', `About “${subject}”`, { subject: '' });
  if (from !== null || to !== null) add('time', range({ from, to }), { from: null, to: null });
  return filters;
}
