import { AppError } from '#lib/core/app-error.ts';

const HEADER = 'idempotency-key';
const LENGTH_MAX = 255;

/**
 * Takes a call's headers; gives its Idempotency-Key, or null without one. It may stand in quotes, as the draft of the
 * standard has it, or bare, as most senders write it. Throws `bad_request` for one that can't be kept.
 */
export function idempotencyKeyOf(headers: Headers): string | null {
  const given = headers.get(HEADER);
  if (given === null) return null;
  const key = /^"(.*)"$/.exec(given)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? given;
  if (key.length === 0 || key.length > LENGTH_MAX || !/^[\x20-\x7e]+$/.test(key)) {
    const message = `Send an Idempotency-Key of 1 to ${LENGTH_MAX} printable ASCII characters, such as a UUID.`;
    throw new AppError('bad_request', { message, fields: [{ field: 'Idempotency-Key', message }] });
  }
  return key;
}
