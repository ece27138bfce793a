'use server';

import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { type Kind, kindOfTab } from '#lib/records/kinds.ts';
import { deleteView } from '#lib/views/delete-view.ts';
import { saveView } from '#lib/views/save-view.ts';
import { setDefaultView } from '#lib/views/set-default-view.ts';
import { updateView } from '#lib/views/update-view.ts';
import { MOVING_RANGES, type MovingRange, type ViewContent } from '#lib/views/view-contract.ts';
import { parseSearchParams, rawSearchParams } from './search-params.ts';
import { shownBy } from './views.ts';

/** What came of it: where the view is found, if it is a new one, or a sentence on why it was refused. */
export type ViewAnswer = { id: string | null; problem: string | null };

const place = { tenant: z.string().max(64), tab: z.string().max(32) };
const content = z.strictObject({
  /** The query of the list's address. */
  query: z.string().max(8_000),
  movingRange: z.enum(MOVING_RANGES).nullable(),
  columns: z.string().max(2_000),
});
const saveInput = z.strictObject({ ...place, name: z.string(), isShared: z.boolean(), content });
const updateInput = z.strictObject({
  ...place,
  id: z.string(),
  version: z.int(),
  name: z.string().optional(),
  isShared: z.boolean().optional(),
  content: content.optional(),
});
const deleteInput = z.strictObject({ ...place, id: z.string() });
const defaultInput = z.strictObject({
  ...place,
  id: z.string(),
  whose: z.enum(['own', 'tenant']),
  isDefault: z.boolean(),
});

/** Saves what a list shows as a new view of its tab. */
export async function saveListView(input: z.infer<typeof saveInput>): Promise<ViewAnswer> {
  const { tenant, tab, name, isShared, content } = saveInput.parse(input);
  return answer(tenant, tab, async (ctx, kind) => {
    const { id } = await saveView(ctx, { kind, name, isShared, content: contentOf(ctx, content) });
    return id;
  });
}

/** Renames or shares a view, or has it show what a list shows. */
export async function changeListView(input: z.infer<typeof updateInput>): Promise<ViewAnswer> {
  const { tenant, tab, content, ...change } = updateInput.parse(input);
  return answer(tenant, tab, async (ctx) => {
    await updateView(ctx, { ...change, content: content === undefined ? undefined : contentOf(ctx, content) });
    return change.id;
  });
}

/** Deletes a view. */
export async function deleteListView(input: z.infer<typeof deleteInput>): Promise<ViewAnswer> {
  const { tenant, tab, id } = deleteInput.parse(input);
  return answer(tenant, tab, async (ctx) => {
    await deleteView(ctx, id);
    return null;
  });
}

/** Has the tab open with a view, or no longer. */
export async function setListDefault(input: z.infer<typeof defaultInput>): Promise<ViewAnswer> {
  const { tenant, tab, ...wanted } = defaultInput.parse(input);
  return answer(tenant, tab, async (ctx) => {
    await setDefaultView(ctx, wanted);
    return wanted.id;
  });
}

async function answer(
  tenant: string,
  tab: string,
  act: (ctx: Ctx, kind: Kind) => Promise<string | null>,
): Promise<ViewAnswer> {
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/history/${tab}`);
  const kind = kindOfTab(tab);
  if (kind === null) throw notFound('This tab');
  try {
    return { id: await act(ctx, kind), problem: null };
  } catch (error) {
    if (error instanceof AppError) return { id: null, problem: error.message };
    if (error instanceof z.ZodError) return { id: null, problem: 'Give the view a name of at most 80 characters.' };
    throw error;
  }
}

// What the browser sends is an address, which is read as strictly as any other: a view holds only what a list can show.
function contentOf(ctx: Ctx, sent: { query: string; movingRange: MovingRange | null; columns: string }): ViewContent {
  const defaultRange = monthEndingOn(dayOf(new Date(), ctx.tenant.timeZone));
  const { state } = parseSearchParams(rawSearchParams(sent.query), defaultRange);
  return { ...shownBy(state, sent.movingRange), columns: sent.columns };
}
