import { createHash, randomBytes } from 'node:crypto';
import { tenantFromText, tenantToText } from './tenant-text.ts';

const INVITE_TEXT = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;

/** Makes the text of a new invitation's link for a tenant (to be shown once), and what is stored of it. */
export function makeInviteText(tenantId: string): { text: string; secretHash: Uint8Array<ArrayBuffer> } {
  const text = tenantToText(tenantId) + randomBytes(32).toString('base64url');
  return { text, secretHash: hashOf(text) };
}

/** Takes the text of a link; gives its tenant and the hash to look for, or null if it can't be one of ours. */
export function readInviteText(text: string): { tenantId: string; secretHash: Uint8Array<ArrayBuffer> } | null {
  const [, tenant] = INVITE_TEXT.exec(text) ?? [];
  return tenant === undefined ? null : { tenantId: tenantFromText(tenant), secretHash: hashOf(text) };
}

/** Gives the address of an invitation, from the root of the site. */
export function invitePath(text: string): string {
  return `/invite/${text}`;
}

/** Takes a path of this site; gives the text of the invitation it leads to, or null. */
export function inviteTextIn(path: string | null): string | null {
  const text = /^\/invite\/([^/?#]+)$/.exec(path ?? '')?.[1];
  return text !== undefined && INVITE_TEXT.test(text) ? text : null;
}

// It holds 256 random bits, so one round of SHA-256 is enough.
function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}
