import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { log } from '#lib/log.ts';
import { type Sealed, sealingKeyId } from '#lib/secrets/key-ring.ts';
import { openChannel, sealChannel } from './channel-secret.ts';

type Row = { id: string; secret: Uint8Array; keyId: string };

/**
 * Encrypts the addresses of channels anew that are not under the key that encrypts now: there are few. Gives how many it
 * changed; one whose key is gone stays as it is.
 */
export async function resealChannels(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'notice:manage');
  const current = sealingKeyId();
  return ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT id, secret, key_id AS "keyId" FROM notice_channel
       WHERE tenant_id = ${ctx.tenantId}::uuid AND secret IS NOT NULL AND key_id <> ${current} ORDER BY id FOR UPDATE`;
    let resealed = 0;
    for (const row of rows) {
      const anew = sealedAnew(ctx, row);
      if (anew === null) continue;
      resealed += await tx.$executeRaw`
        UPDATE notice_channel SET secret = ${anew.sealed}::bytea, key_id = ${anew.keyId}
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${row.id}::uuid`;
    }
    return resealed;
  });
}

function sealedAnew({ tenantId }: Ctx, { id, secret, keyId }: Row): Sealed | null {
  const owner = { tenantId, channelId: id };
  try {
    return sealChannel(openChannel({ sealed: secret, keyId }, owner), owner);
  } catch (error) {
    log.error({ err: error, channel: id }, 'the address of a channel can’t be read');
    return null;
  }
}
