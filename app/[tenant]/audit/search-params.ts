import { z } from 'zod';
import { SUBJECT_TYPES } from '#lib/audit/action-words.ts';
import { AUDIT_ACTIONS } from '#lib/audit/actions.ts';
import { AUDIT_PAGE_SIZES, JOBS } from '#lib/audit/list-contract.ts';
import { isDay } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { type AuditState, DEFAULT_STATE } from './audit-address.ts';

/** As a page gets them: a name may stand once, several times or not at all. */
export type RawSearchParams = Record<string, string | string[] | undefined>;

const text = z
  .string()
  .trim()
  .min(1)
  .max(255)
  // The database's text can't hold control characters such as NUL.
  .refine((value) => !/\p{Cc}/u.test(value));
const day = z.string().refine(isDay);
const size = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .refine((value) => AUDIT_PAGE_SIZES.some((allowed) => allowed === value));

/** Takes the address's parameters; gives a state in which every bad value is its default, and a sentence for each. */
export function parseAuditParams(raw: RawSearchParams): { state: AuditState; notices: string[] } {
  const notices: string[] = [];
  const one = <T>(name: string, what: string, schema: z.ZodType<T, string>, fallback: T, instead: string): T => {
    const given = raw[name];
    const value = Array.isArray(given) ? given[0] : given;
    if (value === undefined || value === '') return fallback;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    notices.push(`${what} “${shown}” is not one that Tieout knows, so ${instead}.`);
    return fallback;
  };
  const actor = z.string().refine((value) => value === JOBS || isId(value));
  const state: AuditState = {
    actor: one<string | null>('actor', 'The person or key', actor, null, 'everybody is shown'),
    action: one<AuditState['action']>('action', 'The act', z.enum(AUDIT_ACTIONS), null, 'every act is shown'),
    subjectType: one<AuditState['subjectType']>('type', 'The kind', z.enum(SUBJECT_TYPES), null, 'every kind is shown'),
    subject: one('about', 'The text', text, '', 'it is left out'),
    from: one<string | null>('from', 'The first day', day, null, 'it is left out'),
    to: one<string | null>('to', 'The last day', day, null, 'it is left out'),
    size: one('size', 'The page size', size, DEFAULT_STATE.size, `${DEFAULT_STATE.size} rows are shown`),
    cursor: one<string | null>(
      'cursor',
      'The place in the log',
      z.string().max(2_000),
      null,
      'the first page is shown',
    ),
  };
  if (state.from !== null && state.to !== null && state.from > state.to) {
    notices.push('The days end before they begin, so they are left out.');
    [state.from, state.to] = [null, null];
  }
  return { state, notices };
}
