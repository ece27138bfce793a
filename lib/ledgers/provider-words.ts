const WORDS_MAX = 2_000;
const READ_MAX = 8_000;
const HIDDEN = '[token]';

/** What only a token looks like: a long run without a space. It has digits and letters in it, unlike a line of dashes. */
const LONG_RUN = /[\w+/=.-]{40,}/g;
const isLikeAToken = (run: string) => /\d/.test(run) && /[A-Za-z]/.test(run);

/**
 * Takes a provider's words; gives them fit for people, logs and the database: without what looks like a token, and
 * without the given secrets. QuickBooks repeats an expired token in its refusal.
 */
export function hideSecrets(text: string, secrets: readonly string[] = []): string {
  let shown = text;
  for (const secret of secrets) if (secret.length > 3) shown = shown.replaceAll(secret, HIDDEN);
  const read = shown.slice(0, READ_MAX).replace(LONG_RUN, (run) => (isLikeAToken(run) ? HIDDEN : run));
  return read.replaceAll('\u0000', '').toWellFormed().slice(0, WORDS_MAX);
}

/** Takes a page in HTML; gives its title, or its text, since that is all that a proxy says. */
export function wordsOfPage(html: string): string {
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1];
  const text = (title ?? html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return text.trim();
}

/** Takes a header that says when to come again, in seconds or as a date; gives seconds, or null. */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/** Takes a header of a count; gives the number, or null. */
export function readCount(header: string | string[] | undefined): number | null {
  const text = Array.isArray(header) ? header[0] : header;
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

/** Takes text that should be JSON; gives its value, or undefined. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
