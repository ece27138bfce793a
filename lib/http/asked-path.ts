// Only its origin matters: whatever resolves to another one is not ours.
const BASE = 'http://tieout.invalid';

/**
 * Takes the text of a `next` parameter; gives it as a path of this site, or null if it could lead anywhere else.
 * A browser reads `//host`, `/\host` and a tab between the slashes as another site, so they are all refused, encoded ones too.
 */
export function askedPath(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000 || !isPlainPath(text)) return null;
  const decoded = decodedFully(text);
  if (decoded === null || !isPlainPath(decoded)) return null;
  const url = new URL(text, BASE);
  if (url.origin !== BASE) return null;
  const path = url.pathname + url.search + url.hash;
  // Coming back to the sign-in page would go round in a circle.
  return isPlainPath(path) && !/^\/(sign-in|sign-out|api)(\/|\?|#|$)/.test(path) ? path : null;
}

function isPlainPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text) && ![...text].some((character) => character < ' ' || character === '\u007f');
}

// Something behind us may decode once more than we do, so the path must be plain at every depth.
function decodedFully(text: string): string | null {
  let current = text.split(/[?#]/, 1)[0] ?? '';
  for (let depth = 0; depth < 5; depth += 1) {
    const next = decodedOnce(current);
    if (next === null || next === current) return next;
    if (!isPlainPath(next)) return null;
    current = next;
  }
  return null;
}

function decodedOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
