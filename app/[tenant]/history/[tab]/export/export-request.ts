import { cookies } from 'next/headers';
import { z } from 'zod';
import { orderColumns } from '#components/data-table/column-preferences.ts';
import { formatDayRange } from '#components/sync/format-time.ts';
import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { EXPORT_FORMATS } from '#lib/exports/export-contract.ts';
import type { ExportWish } from '#lib/exports/start-export.ts';
import { KIND_LABEL, kindOfTab, STATUS_LABEL } from '#lib/records/kinds.ts';
import type { Sort, SortKey } from '#lib/records/list-contract.ts';
import { columnsIn } from '../column-cookie.ts';
import { columnsFor } from '../columns.ts';
import { activeFilters } from '../filters.ts';
import { type ListState, toFilter } from '../list-address.ts';
import { loadFilterNames } from '../load-filter-names.ts';
import { findOpenView } from '../load-views.ts';
import { parseSearchParams, rawSearchParams } from '../search-params.ts';

const options = z.object({
  format: z.enum(EXPORT_FORMATS, `must be one of ${EXPORT_FORMATS.join(', ')}`).default('xlsx'),
  attempts: z.literal('1', 'must be 1, or left out').optional(),
  lines: z.literal('1', 'must be 1, or left out').optional(),
  operation: z.string().refine(isId, 'must be the id of a bulk operation').optional(),
});

const SORT_WORDS: Record<SortKey, Record<Sort['direction'], string>> = {
  date: { desc: 'Newest first', asc: 'Oldest first' },
  number: { desc: 'Number, Z to A', asc: 'Number, A to Z' },
  payer: { desc: 'Payer, Z to A', asc: 'Payer, A to Z' },
  amount: { desc: 'Amount, largest first', asc: 'Amount, smallest first' },
  difference: { desc: 'Difference, largest first', asc: 'Difference, smallest first' },
};

/**
 * Takes the tab and the query of a list's address with what is wished beyond it; gives the export: the same records,
 * columns and order as the list's. Throws `not_found` for an unknown tab, `invalid_input` for a wish that can't be.
 */
export async function readExportRequest(ctx: Ctx, tab: string, query: URLSearchParams): Promise<ExportWish> {
  const kind = kindOfTab(tab);
  if (kind === null) throw notFound('This tab');
  const wished = options.safeParse(Object.fromEntries(query));
  if (!wished.success) {
    throw new AppError('invalid_input', {
      message: 'The export’s address is not as it should be.',
      fields: wished.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
    });
  }
  const { format, attempts, lines, operation } = wished.data;
  const today = dayOf(new Date(), ctx.tenant.timeZone);
  const { state: listed } = parseSearchParams(rawSearchParams(query.toString()), monthEndingOn(today));
  // The records of an operation may have any status.
  const state: ListState = operation === undefined ? listed : { ...listed, status: 'all' };
  const [jar, view] = await Promise.all([cookies(), findOpenView(ctx, kind, state)]);
  const { hidden, order } = columnsIn((name) => jar.get(name)?.value, kind, view);
  const columns = orderColumns(
    columnsFor(kind, state, () => ''),
    order,
  ).filter(({ id }) => !hidden.includes(id));
  const which =
    operation === undefined
      ? await filterWords(ctx, state)
      : [
          {
            label: 'Selection',
            text: `The records of the bulk operation ${operation}, as frozen when it was previewed`,
          },
        ];
  return {
    scope:
      operation === undefined
        ? { by: 'filter', filter: toFilter(kind, state) }
        : { by: 'operation', operationId: operation },
    sort: state.sort,
    columns: columns.map(({ id, label }) => ({ id, label })),
    options: { format, hasAttempts: attempts === '1', hasLines: lines === '1' },
    sheetName: KIND_LABEL[kind].many,
    fileName: `${ctx.tenant.slug} ${tab} ${today}`,
    remarks: [
      { label: 'Tenant', text: `${ctx.tenant.name} (${ctx.tenant.slug})` },
      { label: 'Tab', text: KIND_LABEL[kind].many },
      ...which,
      { label: 'Order', text: orderWords(state) },
      { label: 'Exported by', text: ctx.actor.name },
      { label: 'Times are of', text: ctx.tenant.timeZone },
    ],
  };
}

async function filterWords(ctx: Ctx, state: ListState) {
  const { locale } = ctx.tenant;
  const status = state.isExcluded ? 'Excluded' : state.status === 'all' ? 'All' : STATUS_LABEL[state.status];
  const hasRange = !state.isExcluded && state.status !== 'pending';
  const further = activeFilters(state, locale, await loadFilterNames(ctx, state)).filter(({ id }) => id !== 'excluded');
  return [
    { label: 'Status', text: status },
    ...(hasRange ? [{ label: 'Sync date', text: rangeWords(state, locale) }] : []),
    ...further.map(({ label }, at) => ({ label: further.length === 1 ? 'Filter' : `Filter ${at + 1}`, text: label })),
  ];
}

function rangeWords(state: ListState, locale: string): string {
  const range = formatDayRange(state.range, locale);
  return state.status === 'all' ? `${range}; pending records whatever their date` : range;
}

function orderWords({ sort, status }: ListState): string {
  const words = SORT_WORDS[sort.key][sort.direction];
  return sort.key === 'date' && status === 'pending' ? `${words}, by the date they became pending` : words;
}
