import { AppError } from '#lib/core/app-error.ts';
import { type TenantTx, type TransactionOptions, tenantTransaction } from '#lib/db/tenant-transaction.ts';
import type { Permission } from './permissions.ts';

/** Who acts. Each kind fails closed: what is not given in `permissions` is refused. */
export type Actor =
  | { type: 'person'; id: string; name: string }
  | { type: 'api_key'; id: string; name: string; sourceId: string }
  | { type: 'hook'; id: string; name: string; sourceId: string }
  | { type: 'job'; id: null; name: string };

/** The tenant's own settings that every screen and verb formats and counts by. */
export type TenantInfo = { id: string; slug: string; name: string; timeZone: string; currency: string; locale: string };

/** One authorised act within one tenant, and the only way to that tenant's rows. */
export type Ctx = {
  readonly tenantId: string;
  readonly tenant: TenantInfo;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  readonly requestId: string;
  /** The network address the act came from, for the audit log; null within a job. */
  readonly address: string | null;
  /** Runs `work` in one database transaction that sees this tenant's rows alone. */
  transaction<T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
};

type ContextParts = Omit<Ctx, 'tenantId' | 'transaction'>;

/** Makes a `Ctx`. Only lib/access calls this, after it has found out who acts. */
export function makeContext(parts: ContextParts): Ctx {
  const tenantId = parts.tenant.id;
  return Object.freeze({
    ...parts,
    tenantId,
    transaction: <T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions) =>
      tenantTransaction(tenantId, work, options),
  });
}

/** Throws `forbidden` unless the actor may do it. The first line of every verb. */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (ctx.permissions.has(permission)) return;
  throw new AppError('forbidden', {
    message: `You are not allowed to do this: it needs the permission ${permission}.`,
  });
}
