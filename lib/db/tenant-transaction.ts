import { database } from './client.ts';
import type { Prisma } from './generated/client.ts';

declare const tenantBrand: unique symbol;

/** A transaction that sees one tenant's rows; only a `Ctx` gives one. */
export type TenantTx = Prisma.TransactionClient & { readonly [tenantBrand]: true };

/**
 * `isSnapshot`: all its statements see the rows as they stood at the first one, for figures that must agree.
 * `timeoutMs`: it may take longer than others.
 */
export type TransactionOptions = { isSnapshot?: boolean; timeoutMs?: number };

/**
 * Runs `work` in one transaction in which row-level security admits the rows of `tenantId` alone.
 * For lib/access: everybody else asks its `Ctx`.
 */
export function tenantTransaction<T>(
  tenantId: string,
  work: (tx: TenantTx) => Promise<T>,
  { isSnapshot = false, timeoutMs }: TransactionOptions = {},
): Promise<T> {
  return database().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
      return work(tx as TenantTx);
    },
    {
      ...(isSnapshot ? { isolationLevel: 'RepeatableRead' as const } : {}),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    },
  );
}

/** Runs `work` in one transaction in which a person sees the own memberships, of whatever tenant. For lib/access. */
export function personTransaction<T>(userId: string, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return database().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.user_id', ${userId}, true)`;
    return work(tx);
  });
}
