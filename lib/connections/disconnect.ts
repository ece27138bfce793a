import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { claimCleared } from './claim-cleared.ts';
import type { ProviderEnd } from './connect-contract.ts';
import { endAtProvider } from './end-at-provider.ts';
import { endConnection } from './end-connection.ts';
import { countsOf, readClearance } from './get-clearance.ts';

/** What became of a connection that was to end; `atProvider` is null where it had ended before. */
export type Disconnected = { isNewlyDisconnected: boolean; atProvider: ProviderEnd | null };

/**
 * Ends a connection now, whatever is pending: the consent is taken back at the provider, and the tokens are erased also
 * where the provider can't be reached. One that has ended stays as it is. Throws `not_found`.
 */
export async function disconnect(ctx: Ctx, id: string): Promise<Disconnected> {
  requirePermission(ctx, 'connection:manage');
  if (!isId(id)) throw notFound('The connection');
  const isOpen = await ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ isOpen: boolean }[]>`
      SELECT status IN ('connected', 'lost') AS "isOpen" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
    if (row === undefined) throw notFound('The connection');
    return row.isOpen;
  });
  if (!isOpen) return { isNewlyDisconnected: false, atProvider: null };
  const atProvider = await endAtProvider(ctx, id);
  return ctx.transaction(async (tx) => {
    const facts = countsOf(await readClearance(ctx, tx, id));
    const isNewlyDisconnected = await endConnection(ctx, tx, { id, why: 'now', atProvider, facts });
    return { isNewlyDisconnected, atProvider: isNewlyDisconnected ? atProvider : null };
  });
}

/** Ends the connections that were to end once they are clear, and are. Gives how many. For the worker. */
export async function endClearedConnections(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'connection:manage');
  const waiting = await ctx.transaction((tx) => claimCleared(ctx, tx));
  let ended = 0;
  for (const { id, askedBy } of waiting) {
    const atProvider = await endAtProvider(ctx, id);
    const isEnded = await ctx.transaction((tx) =>
      endConnection(ctx, tx, {
        id,
        why: 'when_clear',
        atProvider,
        facts: {},
        ...(askedBy === null ? {} : { byName: askedBy }),
      }),
    );
    if (isEnded) ended += 1;
  }
  return ended;
}
