import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Makes a new Ed25519 key; gives its text in the form that settings carry: PKCS#8 in base64. */
export function makeSigningKeyText(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Takes an Ed25519 private key as PEM, or as base64 of PEM or of PKCS#8; gives it, or null if it is none. */
export function readSigningKey(text: string): KeyObject | null {
  const bytes = Buffer.from(text, 'base64');
  const tries = [
    () => createPrivateKey(text.replaceAll('\\n', '\n')),
    () => createPrivateKey(bytes.toString('utf8')),
    () => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }),
  ];
  return firstEd25519(tries);
}

/** Takes an Ed25519 public key as PEM, or as base64 of SPKI; gives it, or null if it is none. */
export function readPublicKey(text: string): KeyObject | null {
  const tries = [
    () => createPublicKey(text),
    () => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }),
  ];
  return firstEd25519(tries);
}

/** Gives the short name of a key, the same for its private and its public half. */
export function keyIdOf(key: KeyObject): string {
  return createHash('sha256').update(publicDer(key)).digest('hex').slice(0, 16);
}

/** Gives the public half as base64 of SPKI. */
export function publicKeyText(key: KeyObject): string {
  return publicDer(key).toString('base64');
}

function publicDer(key: KeyObject): Buffer {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return half.export({ format: 'der', type: 'spki' });
}

function firstEd25519(tries: (() => KeyObject)[]): KeyObject | null {
  for (const read of tries) {
    try {
      const key = read();
      if (key.asymmetricKeyType === 'ed25519') return key;
    } catch {
      // Not of this form; the next may be.
    }
  }
  return null;
}
