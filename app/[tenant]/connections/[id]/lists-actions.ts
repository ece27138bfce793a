'use server';

import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { compareCharts } from '#lib/comparisons/compare-charts.ts';
import { compareNames } from '#lib/comparisons/compare-names.ts';
import { isId } from '#lib/core/ids.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { clearLists } from '#lib/ledger-lists/clear-lists.ts';
import { LIST_TYPES } from '#lib/ledger-lists/list-contract.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';

const place = z.strictObject({ tenant: z.string().max(64), connectionId: z.string().refine(isId) });
const listed = place.extend({ type: z.enum(LIST_TYPES) });

async function act<Value>(
  { tenant, connectionId }: z.infer<typeof place>,
  permission: Permission,
  work: (ctx: Ctx) => Promise<Value>,
): Promise<Outcome<Value>> {
  const ctx = await pageContext(tenant, permission, `/${tenant}/connections/${connectionId}/lists`);
  return outcomeOf(() => work(ctx));
}

/** Has a list read again now. */
export async function readAgain(given: z.infer<typeof listed>): Promise<Outcome<number>> {
  const { type, ...rest } = listed.parse(given);
  return act(rest, 'connection:check', (ctx) => requestReading(ctx, rest.connectionId, [type]));
}

/** Empties a list and has it read anew. */
export async function clearAndRead(given: z.infer<typeof listed>): Promise<Outcome<number>> {
  const { type, ...rest } = listed.parse(given);
  return act(rest, 'connection:manage', (ctx) => clearLists(ctx, rest.connectionId, [type]));
}

/** Compares the names on records with the contacts now. */
export async function compareNamesNow(given: z.infer<typeof place>): Promise<Outcome<null>> {
  const parsed = place.parse(given);
  return act(parsed, 'connection:check', async (ctx) => {
    await compareNames(ctx, parsed.connectionId);
    return null;
  });
}

/** Compares charts and the codes in use with the lists now. */
export async function compareChartsNow(given: z.infer<typeof place>): Promise<Outcome<null>> {
  const parsed = place.parse(given);
  return act(parsed, 'connection:check', async (ctx) => {
    await compareCharts(ctx, parsed.connectionId);
    return null;
  });
}
