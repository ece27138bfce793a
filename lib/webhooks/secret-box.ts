import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { authSecret } from '#lib/env.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const SECRET_BYTES = 32;

/** Whose secret it is: what is sealed for one subscription opens for no other. */
export type SecretOwner = { tenantId: string; subscriptionId: string };

/** Makes a secret as the Standard Webhooks specification writes it. */
export function makeSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Encrypts a secret, which we must know to sign with it: nonce, tag, text. The key is derived from AUTH_SECRET. */
export function sealSecret(secret: string, owner: SecretOwner): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(), nonce).setAAD(ownerBytes(owner));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
}

/** Takes what `sealSecret` gave; gives the secret. Throws if AUTH_SECRET is another one, or the bytes are another owner's. */
export function openSecret(sealed: Uint8Array, owner: SecretOwner): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv(CIPHER, keyOf(), bytes.subarray(0, NONCE_BYTES)).setAAD(ownerBytes(owner));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

function keyOf(): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', authSecret(), '', 'tieout webhook secrets', KEY_BYTES));
}

function ownerBytes({ tenantId, subscriptionId }: SecretOwner): Buffer {
  return Buffer.from(`${tenantId} ${subscriptionId}`);
}
