import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { DERIVED_KEY_ID, readSecretKeys, type SecretKey } from '#lib/core/secret-keys.ts';
import { authSecret, env } from '#lib/env.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Whose secret it is, and what for: what is sealed for one owner opens for no other. */
export type SecretOwner = {
  purpose: 'ledger_grant' | 'connect_attempt' | 'webhook' | 'channel';
  tenantId: string;
  id: string;
};

/** Encrypted bytes, and the name of the key they are encrypted with. */
export type Sealed = { sealed: Uint8Array<ArrayBuffer>; keyId: string };

/** The bytes can't be read: they are not this owner's, they were changed, or their key is not in the ring any more. */
export class SealError extends Error {
  override name = 'SealError';
  readonly keyId: string;

  constructor(message: string, keyId: string) {
    super(message);
    this.keyId = keyId;
  }
}

/** Encrypts a secret for its owner with the first key of the ring: nonce, tag, text. */
export function sealFor(owner: SecretOwner, text: string): Sealed {
  const { id, key } = sealingKey();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(ownerBytes(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { sealed: Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), sealed])), keyId: id };
}

/** Gives the secret that `sealFor` took. Throws `SealError`. */
export function openFor(owner: SecretOwner, sealed: Uint8Array, keyId: string): string {
  const key = ring().find(({ id }) => id === keyId);
  if (key === undefined) {
    throw new SealError(`It is encrypted with the key ${keyId}, which is not in SECRET_KEYS any more.`, keyId);
  }
  return openWith(key, ownerBytes(owner), sealed);
}

/** Opens bytes of nonce, tag and text with one key. For formats that are older than the ring. Throws `SealError`. */
export function openWith(key: SecretKey, associated: Uint8Array, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealError('The encrypted bytes are not whole.', key.id);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const nonce = bytes.subarray(0, NONCE_BYTES);
  try {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(CIPHER, key.key, nonce, options).setAAD(associated).setAuthTag(tag);
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new SealError(`It can’t be decrypted with the key ${key.id}.`, key.id);
  }
}

/** The name of the key that encrypts now; whatever is under another is to be encrypted anew. */
export function sealingKeyId(): string {
  return sealingKey().id;
}

/** The names of every key that decrypts, the one that encrypts first. */
export function ringKeyIds(): string[] {
  return ring().map(({ id }) => id);
}

/** A key made from AUTH_SECRET for one use alone. */
export function derivedKey(use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', authSecret(), '', use, KEY_BYTES));
}

function sealingKey(): SecretKey {
  const [first] = ring();
  // Without AUTH_SECRET and SECRET_KEYS there is none, which `authSecret` says.
  return first ?? derivedRingKey();
}

let read: { from: string; keys: SecretKey[] } | undefined;

/** Keys by their names; the one from AUTH_SECRET decrypts for ever what it encrypted before there were others. */
function ring(): SecretKey[] {
  const { SECRET_KEYS, AUTH_SECRET } = env();
  const from = `${SECRET_KEYS} ${AUTH_SECRET}`;
  if (read?.from === from) return read.keys;
  const given = SECRET_KEYS === undefined ? [] : readSecretKeys(SECRET_KEYS);
  // env() has refused whatever does not read.
  if (typeof given === 'string') throw new Error(given);
  const keys = AUTH_SECRET === undefined ? given : [...given, derivedRingKey()];
  read = { from, keys };
  return keys;
}

function derivedRingKey(): SecretKey {
  return { id: DERIVED_KEY_ID, key: derivedKey('tieout key ring') };
}

function ownerBytes({ purpose, tenantId, id }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([purpose, tenantId.toLowerCase(), id.toLowerCase()]));
}
