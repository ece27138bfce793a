import { randomBytes } from 'node:crypto';
import { derivedKey, openFor, openWith, type Sealed, type SecretOwner, sealFor } from '#lib/secrets/key-ring.ts';

const SECRET_BYTES = 32;

/** Whose secret it is: what is sealed for one subscription opens for no other. */
export type WebhookOwner = { tenantId: string; subscriptionId: string };

/** Makes a secret as the Standard Webhooks specification writes it. */
export function makeSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Encrypts a secret, which we must know to sign with it. */
export function sealSecret(secret: string, owner: WebhookOwner): Sealed {
  return sealFor(ringOwner(owner), secret);
}

/**
 * Takes what `sealSecret` gave; gives the secret. Without a key's name it is the way that is older than the ring: one key
 * made from AUTH_SECRET. Throws `SealError`.
 */
export function openSecret(sealed: Uint8Array, keyId: string | null, owner: WebhookOwner): string {
  if (keyId !== null) return openFor(ringOwner(owner), sealed, keyId);
  const associated = Buffer.from(`${owner.tenantId} ${owner.subscriptionId}`);
  return openWith({ id: 'of webhooks', key: derivedKey('tieout webhook secrets') }, associated, sealed);
}

function ringOwner({ tenantId, subscriptionId }: WebhookOwner): SecretOwner {
  return { purpose: 'webhook', tenantId, id: subscriptionId };
}
