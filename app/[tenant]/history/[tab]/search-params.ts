import { z } from 'zod';
import { CAUSES, type Cause } from '#lib/causes/causes.ts';
import { type Day, isDay } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { FORECAST_OUTCOMES } from '#lib/forecasts/forecast-contract.ts';
import { SYNC_STATUSES } from '#lib/records/kinds.ts';
import { AGES, FLAGS, NONE, PAGE_SIZES, SORT_KEYS } from '#lib/records/list-contract.ts';
import { ANY_DAY, defaultState, type ListRange, type ListState, PLAIN_VIEW } from './list-address.ts';

/** As a page gets them: a name may stand once, several times or not at all. */
export type RawSearchParams = Record<string, string | string[] | undefined>;

/** What the address says, and one sentence for each part of it that could not be used. */
export type ParsedSearchParams = { state: ListState; notices: string[] };

const MAX_TEXT = 255;
const MAX_VALUES = 20;

// The database's text can't hold control characters such as NUL.
const text = z
  .string()
  .trim()
  .min(1)
  .max(MAX_TEXT)
  .refine((value) => !/\p{Cc}/u.test(value));
const day = z.string().refine(isDay);
const currency = z.string().refine((value) => value === NONE || /^[A-Z]{3}$/.test(value));
const idOrNone = z.string().refine((value) => value === NONE || isId(value));
const cause = z.enum([...(CAUSES as [Cause, ...Cause[]]), NONE]);
const pageSize = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .refine((size) => PAGE_SIZES.some((allowed) => allowed === size));

/** Takes the address's parameters and the default range; gives a state in which every bad value is its default. */
export function parseSearchParams(raw: RawSearchParams, defaultRange: ListRange): ParsedSearchParams {
  const notices: string[] = [];
  const base = defaultState(defaultRange);

  const one = <T>(name: string, what: string, schema: z.ZodType<T, string>, fallback: T, instead: string): T => {
    const value = firstOf(raw[name]);
    if (value === undefined || value === '') return fallback;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    notices.push(`${what} “${shorten(value)}” is not one that Tieout knows, so ${instead}.`);
    return fallback;
  };
  const many = <T extends string>(name: string, what: string, schema: z.ZodType<T, string>): T[] => {
    const kept = new Set<T>();
    for (const value of allOf(raw[name]).slice(0, MAX_VALUES)) {
      const result = schema.safeParse(value);
      if (result.success) kept.add(result.data);
      else notices.push(`${what} “${shorten(value)}” is not one that Tieout knows, so it is left out.`);
    }
    return [...kept];
  };

  const state: ListState = {
    status: one('status', 'The status', z.enum([...SYNC_STATUSES, 'all']), base.status, 'Failed is shown'),
    range: rangeOf(raw, defaultRange, notices),
    q: one('q', 'The search', text, '', 'nothing is searched for'),
    payer: one('payer', 'The payer', text, '', 'every payer is shown'),
    org: one('org', 'The billing organisation', text, '', 'every billing organisation is shown'),
    sources: many('source', 'The source', text),
    sourceStatuses: many('sourceStatus', 'The source status', text),
    documentFrom: one<Day | null>('docFrom', 'The document date', day, null, 'it is left out'),
    documentTo: one<Day | null>('docTo', 'The document date', day, null, 'it is left out'),
    flags: many('flag', 'The filter', z.enum(FLAGS)),
    age: one('age', 'The age', z.enum(AGES), null, 'every age is shown'),
    currency: one<string | null>('currency', 'The currency', currency, null, 'every currency is shown'),
    message: one<string | null>('message', 'The message', idOrNone, null, 'every message is shown'),
    cause: one('cause', 'The cause', cause, null, 'every cause is shown'),
    connection: one<string | null>('connection', 'The connection', idOrNone, null, 'every connection is shown'),
    outage: one<string | null>('outage', 'The outage', z.string().refine(isId), null, 'every record is shown'),
    problem: one<string | null>('problem', 'The problem', z.string().refine(isId), null, 'every record is shown'),
    forecast: one('forecast', 'The forecast', z.enum(FORECAST_OUTCOMES), null, 'every record is shown'),
    isExcluded: one('excluded', 'The filter', z.literal('only'), null, 'excluded records are left out') === 'only',
    isByCause: one('group', 'The grouping', z.literal('cause'), null, 'the records are listed') === 'cause',
    sort: {
      key: one('sort', 'The order', z.enum(SORT_KEYS), base.sort.key, 'the newest come first'),
      direction: one('dir', 'The order', z.enum(['asc', 'desc']), base.sort.direction, 'the newest come first'),
    },
    size: one('size', 'The page size', pageSize, base.size, `${base.size} rows are shown`),
    cursor: one<string | null>(
      'cursor',
      'The place in the list',
      z.string().max(2_000),
      null,
      'the first page is shown',
    ),
    view: one<string | null>(
      'view',
      'The view',
      z.string().refine((value) => value === PLAIN_VIEW || isId(value)),
      null,
      'no view is open',
    ),
    record: one<string | null>('record', 'The record', z.string().refine(isId), null, 'no record is open'),
  };

  if (state.documentFrom !== null && state.documentTo !== null && state.documentFrom > state.documentTo) {
    notices.push('The document dates end before they begin, so they are left out.');
    state.documentFrom = null;
    state.documentTo = null;
  }
  return { state, notices };
}

function rangeOf(raw: RawSearchParams, fallback: ListRange, notices: string[]): ListRange {
  const from = firstOf(raw.from) ?? '';
  const to = firstOf(raw.to) ?? '';
  if (from === '' && to === '') return fallback;
  if (from === ANY_DAY && to === '') return { from: null, to: null };

  const bad = [from, to].find((value) => value !== '' && !isDay(value));
  if (bad !== undefined) {
    notices.push(`“${shorten(bad)}” is not a day such as 2026-11-21, so the month that ends today is shown.`);
    return fallback;
  }
  if (from !== '' && to !== '' && from > to) {
    notices.push('The date range ends before it begins, so the month that ends today is shown.');
    return fallback;
  }
  return { from: from === '' ? null : from, to: to === '' ? null : to };
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function allOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item) => item !== '');
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}

/** Takes the text of a query, with or without its question mark; gives it as a page gets it. */
export function rawSearchParams(query: string): RawSearchParams {
  const params = new URLSearchParams(query);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}

/** Gives the parameters of a page as the text of a query. */
export function toQueryText(raw: RawSearchParams): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(raw)) for (const item of allOf(value)) query.append(name, item);
  return query.size === 0 ? '' : `?${query}`;
}
