const BITS = 2 ** 27;

/**
 * Tells which keys were added more than once, in memory of one size however many there are (32 MiB). It may take a key that
 * was added once for one that was added twice, never the other way round.
 */
export class KeyFilter {
  readonly #once = new Uint8Array(BITS / 8);
  readonly #again = new Uint8Array(BITS / 8);

  add(key: string): void {
    const place = placeOf(key);
    const [byte, bit] = [place >>> 3, 1 << (place & 7)];
    if (((this.#once[byte] ?? 0) & bit) !== 0) this.#again[byte] = (this.#again[byte] ?? 0) | bit;
    this.#once[byte] = (this.#once[byte] ?? 0) | bit;
  }

  isRepeated(key: string): boolean {
    const place = placeOf(key);
    return ((this.#again[place >>> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }
}

/** FNV-1a with a final mix, so that keys that count up spread over all places. */
function placeOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return (hash >>> 0) % BITS;
}
