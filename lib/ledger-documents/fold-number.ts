const LENGTH_MAX = 255;

/**
 * Takes a document's number; gives it as numbers are compared: without case, spaces and signs, so that `INV-10442`,
 * `inv 10442` and `INV10442` are one. One of signs alone stays what it is; null for none.
 */
export function foldNumber(number: string | null): string | null {
  const plain = (number ?? '').normalize('NFKC').toLowerCase().trim();
  const folded = plain.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const key = (folded === '' ? plain : folded).slice(0, LENGTH_MAX).toWellFormed();
  return key === '' ? null : key;
}
