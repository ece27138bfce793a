import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LIST_TYPES, type ListOwner, type ListState, type ListType, type ReadingState } from './list-contract.ts';
import { readListOwner } from './list-owner.ts';

type Reading = {
  type: ListType;
  state: Exclude<ReadingState, 'never'>;
  items: number;
  pages: number;
  isWhole: boolean;
  readUntil: Date | null;
  endedAt: Date | null;
  wholeAt: Date | null;
  dueAt: Date;
  clearedAt: Date | null;
  problem: string | null;
};

/** Gives a connection and how far each of its lists is read, with what they hold. Throws `not_found`. */
export async function getListStates(ctx: Ctx, connectionId: string): Promise<{ owner: ListOwner; lists: ListState[] }> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction(async (tx) => {
    const owner = await readListOwner(ctx, tx, connectionId);
    const readings = await tx.$queryRaw<Reading[]>`
      SELECT type, state, items, pages, is_whole AS "isWhole", read_until AS "readUntil", ended_at AS "endedAt",
             whole_at AS "wholeAt", due_at AS "dueAt", cleared_at AS "clearedAt", problem
        FROM ledger_reading WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid`;
    const counts = await tx.$queryRaw<{ type: ListType; active: number; inactive: number; gone: number }[]>`
      SELECT type, count(*) FILTER (WHERE gone_at IS NULL AND is_active)::int AS active,
             count(*) FILTER (WHERE gone_at IS NULL AND NOT is_active)::int AS inactive,
             count(*) FILTER (WHERE gone_at IS NOT NULL)::int AS gone
        FROM ledger_item WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid GROUP BY type`;
    const lists = LIST_TYPES.map((type): ListState => {
      const { active = 0, inactive = 0, gone = 0 } = counts.find((one) => one.type === type) ?? {};
      return stateOf(
        type,
        readings.find((one) => one.type === type),
        { active, inactive, gone },
      );
    });
    return { owner, lists };
  });
}

function stateOf(type: ListType, reading: Reading | undefined, counts: ListState['counts']): ListState {
  return {
    type,
    state: reading?.state ?? 'never',
    items: reading?.items ?? 0,
    pages: reading?.pages ?? 0,
    isWhole: reading?.isWhole ?? true,
    // While one is under way, and after one that broke, the last good one is what `readUntil` goes back to.
    readAt: (reading?.state === 'read' ? reading.endedAt : reading?.readUntil)?.toISOString() ?? null,
    wholeAt: reading?.wholeAt?.toISOString() ?? null,
    dueAt: reading?.dueAt.toISOString() ?? null,
    clearedAt: reading?.clearedAt?.toISOString() ?? null,
    problem: reading?.problem ?? null,
    counts,
  };
}
