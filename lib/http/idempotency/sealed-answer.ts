import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts an answer so that only who holds the caller's API key can read it again: we keep that key's hash alone. */
export function sealAnswer(answer: string, apiKeyText: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(apiKeyText), nonce);
  const sealed = [cipher.update(answer, 'utf8'), cipher.final()];
  return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]));
}

/** Takes what `sealAnswer` gave, and the same API key; gives the answer. */
export function openAnswer(sealed: Uint8Array, apiKeyText: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv(CIPHER, keyOf(apiKeyText), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

function keyOf(apiKeyText: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', apiKeyText, '', 'tieout idempotent answer', 32));
}
