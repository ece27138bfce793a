import { createHash, randomBytes } from 'node:crypto';
import { tenantFromText, tenantToText } from './tenant-text.ts';

const CALENDAR_TEXT = /^cal_([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;
const HINT_LENGTH = 4;

/** Makes the secret part of a calendar's address (to be shown once), and what is stored of it. */
export function makeCalendarText(tenantId: string): {
  text: string;
  secretHash: Uint8Array<ArrayBuffer>;
  secretHint: string;
} {
  const text = `cal_${tenantToText(tenantId)}${randomBytes(32).toString('base64url')}`;
  return { text, secretHash: hashOf(text), secretHint: text.slice(-HINT_LENGTH) };
}

/** Takes the secret part of an address; gives its tenant and the hash to look for, or null if it can't be one of ours. */
export function readCalendarText(text: string): { tenantId: string; secretHash: Uint8Array<ArrayBuffer> } | null {
  const [, tenant] = CALENDAR_TEXT.exec(text) ?? [];
  return tenant === undefined ? null : { tenantId: tenantFromText(tenant), secretHash: hashOf(text) };
}

/** Gives the address of a calendar, from the root of the site. */
export function calendarPath(text: string): string {
  return `/calendar/${text}.ics`;
}

// It holds 256 random bits, so one round of SHA-256 is enough.
function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}
