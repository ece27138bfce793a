'use server';

import { z } from 'zod';
import type { BulkProblem, BulkView } from '#components/bulk/bulk-view.ts';
import type { Ctx } from '#lib/access/context.ts';
import { type BulkOperation, type BulkSelection, NAMED_MAX } from '#lib/bulk/bulk-contract.ts';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { stopBulkOperation } from '#lib/bulk/stop-bulk-operation.ts';
import { failedIn } from '#lib/connections/outage-records.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { log } from '#lib/log.ts';
import { kindOfTab, SYNC_STATUSES } from '#lib/records/kinds.ts';
import { toFilter } from '../history/[tab]/list-address.ts';
import { parseSearchParams, rawSearchParams } from '../history/[tab]/search-params.ts';
import { bulkView } from './bulk-view.ts';

/** What became of it; or why nothing did. */
export type BulkAnswer = { view: BulkView } | { problem: BulkProblem };

const id = z.string().refine(isId);
const ids = z.array(id).max(NAMED_MAX);
const tenant = z.string().max(64);

const openedAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('status'), target: z.enum(SYNC_STATUSES) }),
  z.strictObject({ act: z.literal('exclude') }),
  z.strictObject({ act: z.literal('include') }),
]);
const askedSelection = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('ids'), ids: ids.min(1) }),
  z.strictObject({ by: z.literal('outage'), outage: id }),
  z.strictObject({ by: z.literal('list'), tab: z.string().max(32), query: z.string().max(8_000), exceptIds: ids }),
]);
const askInput = z.strictObject({
  tenant,
  ask: z.union([z.strictObject({ act: openedAct, selection: askedSelection }), z.strictObject({ undoes: id })]),
});

/** Freezes a selection, or what an operation changed, and gives the preview of what would happen to it. */
export async function askForBulk(input: z.infer<typeof askInput>): Promise<BulkAnswer> {
  const { tenant, ask } = askInput.parse(input);
  return answerOf(tenant, (ctx) =>
    'undoes' in ask
      ? openUndo(ctx, ask.undoes)
      : openBulkOperation(ctx, { ...ask.act, selection: selectionOf(ctx, ask.selection) }),
  );
}

const startInput = z.strictObject({
  tenant,
  id,
  reason: z.string().max(4_000),
  referenceNumber: z.string().max(400),
  typedCount: z.int().nullable(),
});

/** Starts what was previewed. */
export async function startBulk(input: z.infer<typeof startInput>): Promise<BulkAnswer> {
  const { tenant, id, reason, referenceNumber, typedCount } = startInput.parse(input);
  return answerOf(tenant, (ctx) =>
    startBulkOperation(ctx, {
      id,
      reason: reason === '' ? null : reason,
      referenceNumber: referenceNumber === '' ? null : referenceNumber,
      typedCount,
    }),
  );
}

const stopInput = z.strictObject({ tenant, id });

/** Asks an operation to stop after the records it is at. */
export async function stopBulk(input: z.infer<typeof stopInput>): Promise<BulkAnswer> {
  const { tenant, id } = stopInput.parse(input);
  return answerOf(tenant, (ctx) => stopBulkOperation(ctx, id));
}

async function answerOf(tenant: string, work: (ctx: Ctx) => Promise<BulkOperation>): Promise<BulkAnswer> {
  const ctx = await pageContext(tenant, 'record:update_status', `/${tenant}/bulk`);
  try {
    return { view: await bulkView(ctx, await work(ctx)) };
  } catch (error) {
    if (error instanceof AppError) return { problem: { message: messageOf(error), requestId: null } };
    log.error({ requestId: ctx.requestId, err: error }, 'unexpected error');
    const message = 'Something on our side did not answer. Nothing was changed by this; try again.';
    return { problem: { message, requestId: ctx.requestId } };
  }
}

const FIELD_WORDS: Record<string, string> = {
  reason: 'The reason',
  referenceNumber: 'The reference number',
  typedCount: 'The number typed',
};

function messageOf({ message, fields }: AppError): string {
  const sentences = fields.flatMap(({ field, message: what }) =>
    FIELD_WORDS[field] === undefined ? [] : [`${FIELD_WORDS[field]} ${what}.`],
  );
  return [message, ...sentences].join(' ');
}

function selectionOf(ctx: Ctx, selection: z.infer<typeof askedSelection>): BulkSelection {
  if (selection.by === 'ids') return selection;
  if (selection.by === 'outage') return { by: 'filter', filter: failedIn(selection.outage), exceptIds: [] };
  const { tab, query, exceptIds } = selection;
  const kind = kindOfTab(tab);
  if (kind === null) throw notFound('This tab');
  const { state } = parseSearchParams(rawSearchParams(query), monthEndingOn(dayOf(new Date(), ctx.tenant.timeZone)));
  return { by: 'filter', filter: toFilter(kind, state), exceptIds };
}
