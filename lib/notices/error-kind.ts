import { createHash } from 'node:crypto';

const CODE_KEPT = 255;
const MESSAGE_KEPT = 500;

/** What makes failures the same: their code, or their message without what differs from record to record. */
export type ErrorKind = { hash: string; code: string | null; message: string | null };

/**
 * Takes a failed attempt's code and message; gives its kind. A code says enough; of a message names in quotes, numbers and
 * ids are left out, since they are of the record.
 */
export function errorKind(code: string | null, message: string | null): ErrorKind {
  const text = code === null || code === '' ? `message ${maskOf(message ?? '')}` : `code ${code}`;
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    code: code === '' ? null : (code?.slice(0, CODE_KEPT) ?? null),
    message: message?.slice(0, MESSAGE_KEPT) ?? null,
  };
}

function maskOf(message: string): string {
  return message
    .slice(0, MESSAGE_KEPT)
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '#')
    .replace(/"[^"]*"|“[^”]*”|‘[^’]*’|«[^»]*»|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, '…')
    .replace(/\b[\p{L}_-]*\d[\p{L}\d_.,:/-]*/gu, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
