import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

const RANDOM_BYTES = 16;
const pool = new Uint8Array(RANDOM_BYTES * 512);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/**
 * Gives a new UUIDv7: unique, and later ones of this process sort after earlier ones. Random bytes are drawn for many
 * ids at once, since a batch needs thousands.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  const now = Date.now();
  sequence = now > lastMs ? 0 : sequence + 1;
  lastMs = Math.max(now, lastMs);
  return v7({ random, msecs: lastMs, seq: sequence });
}

/** Takes any text; says whether it is a UUID, so that a query never meets one that is not. */
export function isId(text: string): boolean {
  return validate(text);
}

/** Gives the smallest id that could be made at an instant (milliseconds since 1970): ids begin with their time. */
export function firstIdAt(time: number): string {
  const hex = Math.min(Math.max(0, Math.floor(time)), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
