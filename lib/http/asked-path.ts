// Only its origin matters: whatever resolves to another one is not ours.
const BASE = 'http://tieout.invalid';

// None of our addresses has a slash, backslash, dot, percent or control character encoded in its path, and
// whoever decodes a path once more than we do would find another site behind them.
const HIDDEN_CHARACTER = /%(2f|5c|2e|25|[01][0-9a-f]|7f)/i;

/**
 * Takes the text of a `next` parameter; gives it as a path of this site, or null if it could lead anywhere else.
 * A browser reads `//host`, `/\host` and a tab between the slashes as another site, so they are all refused, encoded ones too.
 */
export function askedPath(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000 || !isPlainPath(text) || !URL.canParse(text, BASE)) return null;
  const { origin, pathname, search, hash } = new URL(text, BASE);
  // Dots are resolved by now, and may have left two slashes at the front.
  if (origin !== BASE || !isPlainPath(pathname) || HIDDEN_CHARACTER.test(pathname) || !isDecodable(pathname))
    return null;
  // Coming back to the sign-in page would go round in a circle.
  if (/^\/(sign-in|sign-out|api)(\/|$)/.test(pathname)) return null;
  return pathname + search + hash;
}

function isPlainPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text) && ![...text].some((character) => character < ' ' || character === '\u007f');
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}
