/** A key that secrets are encrypted with, by the name that each encrypted row carries. */
export type SecretKey = { id: string; key: Uint8Array };

const KEY_BYTES = 32;
const KEYS_MAX = 20;
const ID = /^[A-Za-z0-9._-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** The key that is made from AUTH_SECRET where no other is given; no key of one's own may take its name. */
export const DERIVED_KEY_ID = 'auth';

/** Reads `id:base64,id:base64`, the first being the one that encrypts; gives the keys, or one sentence on what is wrong. */
export function readSecretKeys(text: string): SecretKey[] | string {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > KEYS_MAX) return `SECRET_KEYS must name at most ${KEYS_MAX} keys.`;
  const keys: SecretKey[] = [];
  for (const part of parts) {
    const at = part.indexOf(':');
    const [id, base64] = [part.slice(0, Math.max(0, at)), part.slice(at + 1)];
    if (at === -1 || !ID.test(id)) {
      return 'SECRET_KEYS must be id:key pairs with commas between, such as 2026a:… with a key from "openssl rand -base64 32".';
    }
    if (!BASE64.test(base64)) {
      return `SECRET_KEYS must give the key ${id} as 32 bytes in base64: make one with "openssl rand -base64 32".`;
    }
    if (id === DERIVED_KEY_ID) {
      return `SECRET_KEYS must not name a key ${DERIVED_KEY_ID}: that is the one made from AUTH_SECRET.`;
    }
    if (keys.some((other) => other.id === id)) return `SECRET_KEYS names the key ${id} twice.`;
    const key = Uint8Array.from(Buffer.from(base64, 'base64'));
    if (key.length !== KEY_BYTES) return `SECRET_KEYS must give the key ${id} as 32 bytes in base64.`;
    keys.push({ id, key });
  }
  return keys;
}
