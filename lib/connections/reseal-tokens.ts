import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { log } from '#lib/log.ts';
import { openFor, type Sealed, type SecretOwner, sealFor, sealingKeyId } from '#lib/secrets/key-ring.ts';

const BATCH = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

type Row = { id: string; sealed: Uint8Array; keyId: string };

/** Where tokens and verifiers are kept. */
const PLACES = [
  { purpose: 'ledger_grant', read: readGrants, write: writeGrant },
  { purpose: 'connect_attempt', read: readAttempts, write: writeAttempt },
] as const;

/**
 * Encrypts tokens anew that are not under the key that encrypts now. Gives how many it changed; what can't be read, since
 * its key is gone, stays as it is.
 */
export async function resealTokens(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  requirePermission(ctx, 'connection:manage');
  let resealed = 0;
  for (const place of PLACES) {
    let after: string | undefined = FIRST;
    while (after !== undefined && signal?.aborted !== true) {
      const from: string = after;
      const rows = await ctx.transaction(async (tx) => {
        const found = await place.read(ctx, tx, from);
        for (const row of found) {
          const anew = sealedAnew({ purpose: place.purpose, tenantId: ctx.tenantId, id: row.id }, row);
          if (anew !== null) resealed += await place.write(ctx, tx, row.id, anew);
        }
        return found;
      });
      after = rows.length < BATCH ? undefined : rows.at(-1)?.id;
    }
  }
  return resealed;
}

function sealedAnew(owner: SecretOwner, { sealed, keyId }: Row): Sealed | null {
  try {
    return sealFor(owner, openFor(owner, sealed, keyId));
  } catch (error) {
    log.error({ err: error, purpose: owner.purpose, id: owner.id }, 'a secret can’t be read');
    return null;
  }
}

// Rows are locked until they are written, so that a pair that is stored meanwhile is never overwritten.

function readGrants({ tenantId }: Ctx, tx: TenantTx, after: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT id, tokens AS sealed, key_id AS "keyId" FROM ledger_grant
     WHERE tenant_id = ${tenantId}::uuid AND id > ${after}::uuid AND tokens IS NOT NULL AND key_id <> ${sealingKeyId()}
     ORDER BY id LIMIT ${BATCH}::int FOR UPDATE`;
}

function writeGrant({ tenantId }: Ctx, tx: TenantTx, id: string, { sealed, keyId }: Sealed): Promise<number> {
  return tx.$executeRaw`
    UPDATE ledger_grant SET tokens = ${sealed}::bytea, key_id = ${keyId}
     WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
}

function readAttempts({ tenantId }: Ctx, tx: TenantTx, after: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT id, secret AS sealed, key_id AS "keyId" FROM connect_attempt
     WHERE tenant_id = ${tenantId}::uuid AND id > ${after}::uuid AND secret IS NOT NULL AND key_id <> ${sealingKeyId()}
     ORDER BY id LIMIT ${BATCH}::int FOR UPDATE`;
}

function writeAttempt({ tenantId }: Ctx, tx: TenantTx, id: string, { sealed, keyId }: Sealed): Promise<number> {
  return tx.$executeRaw`
    UPDATE connect_attempt SET secret = ${sealed}::bytea, key_id = ${keyId}
     WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
}
