import { createHash, randomBytes } from 'node:crypto';
import { tenantFromText, tenantToText } from '#lib/access/tenant-text.ts';

const STATE = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;
const VERIFIER_BYTES = 32;

/** Makes the state that goes to the provider with a person of a tenant, and what is stored of it. */
export function makeConnectState(tenantId: string): { text: string; hash: Uint8Array<ArrayBuffer> } {
  const text = tenantToText(tenantId) + randomBytes(32).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** Takes what came back as the state; gives its tenant and the hash to look for, or null if it can't be one of ours. */
export function readConnectState(text: string): { tenantId: string; hash: Uint8Array<ArrayBuffer> } | null {
  const [, tenant] = STATE.exec(text) ?? [];
  return tenant === undefined ? null : { tenantId: tenantFromText(tenant), hash: hashOf(text) };
}

/** Makes the secret by which we prove that the code is ours to exchange, and its S256 challenge. */
export function makeVerifier(): { verifier: string; challenge: string } {
  const verifier = randomBytes(VERIFIER_BYTES).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

// It holds 256 random bits, so one round of SHA-256 is enough.
function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}
