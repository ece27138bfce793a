import { storable } from '#lib/core/storable-text.ts';

const WORDS_MAX = 2_000;
const READ_MAX = 8_000;
const DAY_SECONDS = 86_400;
/** What an integer of the database holds. */
const COUNT_MAX = 2_147_483_647;
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
  return storable(read, WORDS_MAX);
}

/** The beginning of an answer that is no JSON: nobody reads more of it, and patterns take long over megabytes. */
export function beginningOf(body: string): string {
  return body.slice(0, READ_MAX);
}

/** Takes a page in HTML; gives its title, or its text, since that is all that a proxy says. */
export function wordsOfPage(page: string): string {
  const html = beginningOf(page);
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1];
  const text = (title ?? html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return text.trim();
}

/** Takes a header that says when to come again, in seconds or as a date; gives seconds, a day at most, or null. */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (!Number.isNaN(seconds)) return waitOf(seconds);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : waitOf((at - now) / 1000);
}

/** No provider counts longer than by the day: whoever asks for more would never be asked again. */
function waitOf(seconds: number): number {
  return Math.min(DAY_SECONDS, Math.max(0, Math.ceil(seconds)));
}

/** Takes a header of a count; gives the number, or null. */
export function readCount(header: string | string[] | undefined): number | null {
  const text = Array.isArray(header) ? header[0] : header;
  return text !== undefined && /^\d+$/.test(text.trim()) ? Math.min(Number(text), COUNT_MAX) : null;
}

/** Takes text that should be JSON; gives its value, or undefined. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
