'use server';

import { z } from 'zod';
import { notFound } from '#lib/core/app-error.ts';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { kindOfTab } from '#lib/records/kinds.ts';
import { listRecords } from '#lib/records/list-records.ts';
import type { CopiedNumbers } from './_components/selection-bar.tsx';
import { toFilter } from './list-address.ts';
import { parseSearchParams, rawSearchParams } from './search-params.ts';

const COPIED_MAX = 10_000;
const CHUNK = 1_000;

const copyInput = z.strictObject({
  tenant: z.string().max(64),
  tab: z.string().max(32),
  query: z.string().max(8_000),
  exceptIds: z.array(z.string().refine(isId)).max(COPIED_MAX),
});

/** Gives the numbers of all that a list's address matches, but those of some ids: at most 10,000, in the list's order. */
export async function copyMatchingNumbers(input: z.infer<typeof copyInput>): Promise<CopiedNumbers> {
  const { tenant, tab, query, exceptIds } = copyInput.parse(input);
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/history/${tab}${query}`);
  const kind = kindOfTab(tab);
  if (kind === null) throw notFound('This tab');

  const { state } = parseSearchParams(rawSearchParams(query), monthEndingOn(dayOf(new Date(), ctx.tenant.timeZone)));
  const left = new Set(exceptIds);
  const numbers: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listRecords(ctx, toFilter(kind, state), { sort: state.sort, limit: CHUNK, cursor });
    for (const record of page.records) if (!left.has(record.id)) numbers.push(record.number ?? record.sourceId);
    cursor = page.nextCursor;
  } while (cursor !== null && numbers.length < COPIED_MAX);
  return { numbers: numbers.slice(0, COPIED_MAX), isComplete: cursor === null && numbers.length <= COPIED_MAX };
}
