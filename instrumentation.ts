import { setSecurityHeadersOnEveryAnswer } from '#lib/http/security-headers.ts';

/** Next calls this once, before the web server answers its first request. */
export function register(): void {
  setSecurityHeadersOnEveryAnswer();
}
