import { createHash, randomBytes } from 'node:crypto';
import { parse, stringify } from 'uuid';

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
  const tenant = Buffer.from(parse(tenantId)).toString('base64url');
  const text = `tieout_${prefix}_${tenant}_${randomBytes(32).toString('base64url')}`;
  return { text, prefix, secretHash: hashApiKeyText(text) };
}

/** Takes the text of a key; gives its tenant and prefix, or null if it can't be one of ours. */
export function readApiKeyText(text: string): ApiKeyParts | null {
  const match = KEY_TEXT.exec(text);
  if (match === null) return null;
  const [, prefix = '', tenant = ''] = match;
  const bytes = Buffer.from(tenant, 'base64url');
  return bytes.length === 16 ? { tenantId: stringifyLoosely(bytes), prefix } : null;
}

/** Gives what is stored of a key. It holds 256 random bits, so one round of SHA-256 is enough. */
export function hashApiKeyText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}

function stringifyLoosely(bytes: Uint8Array): string {
  try {
    return stringify(bytes);
  } catch {
    // Sixteen bytes that are no UUID belong to nobody; the nil UUID finds nobody.
    return '00000000-0000-0000-0000-000000000000';
  }
}
