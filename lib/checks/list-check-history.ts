import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { CHECK_NAMES, type CheckName, type CheckResult } from './check-contract.ts';
import { readCheckHistory } from './read-results.ts';

const request = z.strictObject({
  connectionId: z.string().refine(isId),
  check: z.enum(CHECK_NAMES),
  subject: z.string().max(255),
  before: z.iso.datetime().nullable().catch(null),
});

const PAGE = 30;

export type CheckHistoryPage = { results: CheckResult[]; next: string | null };

/** Gives what one check of a connection answered before an instant, the latest first, and where the next page begins. */
export async function listCheckHistory(
  ctx: Ctx,
  input: { connectionId: string; check: CheckName; subject: string; before: string | null },
): Promise<CheckHistoryPage> {
  requirePermission(ctx, 'connection:read');
  const asked = request.parse(input);
  const found = await ctx.transaction((tx) => readCheckHistory(ctx, tx, { ...asked, limit: PAGE + 1 }));
  const results = found.slice(0, PAGE);
  return { results, next: found.length > PAGE ? (results.at(-1)?.at ?? null) : null };
}
