const LENGTH_MAX = 255;

/**
 * Takes a name; gives it as names are compared, sorted and searched: without case, accents' variants, punctuation and
 * repeated spaces. A name of punctuation alone stays what it is.
 */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase();
  const words = plain
    .replaceAll('&', ' and ')
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
  return (words === '' ? plain.trim() : words).slice(0, LENGTH_MAX).toWellFormed();
}
