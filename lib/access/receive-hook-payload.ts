import { createHash } from 'node:crypto';
import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { readHookText } from './hook-text.ts';

/** What came to the address of a hook. `body` may be the beginning of what was sent; `size` is all of it. */
export type Received = {
  body: Uint8Array<ArrayBuffer>;
  size: number;
  isCut: boolean;
  contentType: string | null;
  /** The sender's own id of this delivery, if it numbers them: a repeated one is stored once. */
  deliveryId: string | null;
  requestId: string;
};

/**
 * Stores what was posted to a hook and wakes the worker, by one statement. Gives whether it is stored for good: false for
 * every address that is not good, known or not.
 */
export async function receiveHookPayload(token: string, received: Received): Promise<boolean> {
  const parts = readHookText(token);
  if (parts === null) return false;
  const { body, size, isCut, requestId } = received;
  const contentType = received.contentType?.toWellFormed().replaceAll('\u0000', '').slice(0, 255) ?? null;
  const [row] = await database().$queryRaw<{ isStored: boolean }[]>`
    SELECT receive_hook_payload(${parts.tenantId}::uuid, ${parts.secretHash}::bytea, ${newId()}::uuid, ${contentType},
                                ${body}::bytea, ${size}::int, ${isCut}, ${deliveryKey(received)}::bytea, ${requestId})
           AS "isStored"`;
  return row?.isStored === true;
}

/** The body counts too: a sender that uses one id for two things loses neither. */
function deliveryKey({ deliveryId, body }: Received): Uint8Array<ArrayBuffer> | null {
  if (deliveryId === null) return null;
  return Uint8Array.from(createHash('sha256').update(deliveryId).update('\u0000').update(body).digest());
}
