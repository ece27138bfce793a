import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { log } from '#lib/log.ts';
import { type Sealed, sealingKeyId } from '#lib/secrets/key-ring.ts';
import { openSecret, sealSecret } from './secret-box.ts';

const BATCH = 50;

type Row = {
  id: string;
  secret: Uint8Array;
  keyId: string | null;
  previousSecret: Uint8Array | null;
  previousKeyId: string | null;
};

/**
 * Encrypts the secrets of webhooks anew that are not under the key that encrypts now. Gives how many subscriptions it
 * changed; one whose key is gone stays as it is.
 */
export async function resealSecrets(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  requirePermission(ctx, 'webhook:manage');
  const current = sealingKeyId();
  let resealed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  while (signal?.aborted !== true) {
    const seen = await ctx.transaction(async (tx) => {
      const rows = await tx.$queryRaw<Row[]>`
        SELECT id, secret, key_id AS "keyId", previous_secret AS "previousSecret", previous_key_id AS "previousKeyId"
          FROM webhook_subscription
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id > ${after}::uuid AND secret IS NOT NULL
           AND (key_id IS DISTINCT FROM ${current}
                OR (previous_secret IS NOT NULL AND previous_key_id IS DISTINCT FROM ${current}))
         ORDER BY id LIMIT ${BATCH}::int FOR UPDATE`;
      for (const row of rows) {
        const anew = sealedAnew(ctx, row);
        if (anew === null) continue;
        resealed += await tx.$executeRaw`
          UPDATE webhook_subscription
             SET secret = ${anew.secret.sealed}::bytea, key_id = ${anew.secret.keyId},
                 previous_secret = ${anew.previous?.sealed ?? null}::bytea, previous_key_id = ${anew.previous?.keyId ?? null}
           WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${row.id}::uuid`;
      }
      return rows;
    });
    after = seen.at(-1)?.id ?? after;
    if (seen.length < BATCH) break;
  }
  return resealed;
}

function sealedAnew({ tenantId }: Ctx, row: Row): { secret: Sealed; previous: Sealed | null } | null {
  const owner = { tenantId, subscriptionId: row.id };
  try {
    const secret = sealSecret(openSecret(row.secret, row.keyId, owner), owner);
    if (row.previousSecret === null) return { secret, previous: null };
    return { secret, previous: sealSecret(openSecret(row.previousSecret, row.previousKeyId, owner), owner) };
  } catch (error) {
    log.error({ err: error, subscription: row.id }, 'the secret of a webhook can’t be read');
    return null;
  }
}
