import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Candidate } from './guidance-contract.ts';
import { lookedRecords } from './looked-records.ts';

const CANDIDATES = 5;

/** Gives the latest failed records that a guided run is about: one of them can be tried again, and watched. */
export async function listCandidates(
  ctx: Ctx,
  scope: { connectionId: string | null; recordId: string | null },
): Promise<Candidate[]> {
  requirePermission(ctx, 'record:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<(Omit<Candidate, 'failedAt'> & { failedAt: Date })[]>`
      SELECT r.id, r.kind, coalesce(r.number, r.external_key) AS number, r.amount::text AS amount, r.currency,
             left(r.error_message, 300) AS message, r.list_date AS "failedAt"
        FROM (${lookedRecords(ctx, scope, [2])}) r WHERE NOT r.is_by_hand
       ORDER BY r.list_date DESC, r.id DESC LIMIT ${CANDIDATES}::int`,
  );
  return rows.map((row) => ({ ...row, failedAt: row.failedAt.toISOString() }));
}
