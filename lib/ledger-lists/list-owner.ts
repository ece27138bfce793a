import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { ListOwner } from './list-contract.ts';

/** Gives the connection that lists belong to. Throws `not_found`. */
export async function readListOwner(ctx: Ctx, tx: TenantTx, connectionId: string): Promise<ListOwner> {
  if (!isId(connectionId)) throw notFound('The connection');
  const connection = await tx.connection.findFirst({
    where: { tenantId: ctx.tenantId, id: connectionId },
    select: { id: true, ledger: true, companyName: true, status: true },
  });
  if (connection === null) throw notFound('The connection');
  const { id, ledger, companyName, status } = connection;
  return { id, ledger: ledger as Ledger, companyName, isConnected: status === 'connected' };
}

/** Throws `not_found`, and `conflict` while the connection is not connected, since nothing can be read then. */
export async function requireConnected(ctx: Ctx, tx: TenantTx, connectionId: string): Promise<ListOwner> {
  const owner = await readListOwner(ctx, tx, connectionId);
  if (owner.isConnected) return owner;
  throw new AppError('conflict', {
    message: `${owner.companyName} is not connected, so nothing can be read from it. Reconnect it first.`,
  });
}
