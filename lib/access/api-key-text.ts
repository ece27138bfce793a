import { createHash, randomBytes } from 'node:crypto';
import { tenantFromText, tenantToText } from './tenant-text.ts';

/** The parts of a key's text. The tenant travels in it, so that nothing is looked up before the tenant is known. */
export type ApiKeyParts = { tenantId: string; prefix: string };

const KEY_TEXT = /^tieout_([a-z0-9]{8})_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{43})$/;

/** Makes a new key for a tenant: its text (to be shown once), and what is stored of it. */
export function makeApiKeyText(tenantId: string): {
  text: string;
  prefix: string;
  secretHash: Uint8Array<ArrayBuffer>;
} {
  const prefix = randomBytes(5).toString('hex').slice(0, 8);
  const text = `tieout_${prefix}_${tenantToText(tenantId)}_${randomBytes(32).toString('base64url')}`;
  return { text, prefix, secretHash: hashApiKeyText(text) };
}

/** Takes the text of a key; gives its tenant and prefix, or null if it can't be one of ours. */
export function readApiKeyText(text: string): ApiKeyParts | null {
  const match = KEY_TEXT.exec(text);
  if (match === null) return null;
  const [, prefix = '', tenant = ''] = match;
  return { tenantId: tenantFromText(tenant), prefix };
}

/** Gives what is stored of a key. It holds 256 random bits, so one round of SHA-256 is enough. */
export function hashApiKeyText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}
