import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { Duplicate, Member, SearchState, Subject } from './duplicate-contract.ts';
import { PAIR_COLUMNS, type PairRow, WITH_COMPANY, withSides } from './list-duplicates.ts';
import { readSides, sideName, unknownSide } from './read-sides.ts';
import { readUses } from './read-uses.ts';

/**
 * Gives those that look alike, side by side, with what hangs on each; takes the id of any pair of the group. A pair that
 * is gone or dismissed stands by itself. Throws `not_found`.
 */
export async function getDuplicate(ctx: Ctx, id: string): Promise<Duplicate> {
  requirePermission(ctx, 'duplicate:read');
  if (!isId(id)) throw notFound('The duplicate');
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<PairRow[]>`
      SELECT ${PAIR_COLUMNS} FROM ${WITH_COMPANY}
       WHERE d.tenant_id = ${ctx.tenantId}::uuid
         AND d.group_id = (SELECT o.group_id FROM duplicate_pair o WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${id}::uuid)
       ORDER BY d.is_lead DESC, d.score DESC, d.id`;
    const [lead] = rows;
    if (lead === undefined) throw notFound('The duplicate');
    const [listed] = await withSides(ctx, tx, [lead]);
    if (listed === undefined) throw notFound('The duplicate');
    const keys = [...new Set(rows.flatMap(({ leftKey, rightKey }) => [leftKey, rightKey]))];
    const sides = await readSides(
      ctx,
      tx,
      keys.map((key) => ({ ...lead, key })),
    );
    const members: Member[] = [];
    for (const key of keys) {
      const side = sides.get(sideName({ ...lead, key })) ?? unknownSide(key);
      members.push({ side, ...(await readUses(ctx, tx, { ...lead, key })) });
    }
    const { sides: _, ...duplicate } = listed;
    const pairs = rows.map(({ id, leftKey, rightKey, score, reasons }) => ({
      id,
      keys: [leftKey, rightKey] as [string, string],
      score,
      reasons,
    }));
    return { ...duplicate, members, pairs };
  });
}

type StateRow = Omit<SearchState, 'endedAt' | 'subject'> & { subject: Subject; endedAt: Date | null };

/** Gives how far the tenant's searches are; one that was never made is not among them. */
export async function getSearchStates(ctx: Ctx): Promise<SearchState[]> {
  requirePermission(ctx, 'duplicate:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<StateRow[]>`
      SELECT subject, runner IS NOT NULL AS "isRunning", CASE WHEN tries = 0 THEN ended_at END AS "endedAt", problem, is_cut AS "isCut"
        FROM duplicate_search WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY subject`,
  );
  return rows.map(({ endedAt, ...row }) => ({ ...row, endedAt: endedAt?.toISOString() ?? null }));
}
