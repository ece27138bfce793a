import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#lib/core/app-error.ts';
import { env } from '#lib/env.ts';

const WINDOW_SECONDS = 60;

let limiter: RateLimiterMemory | undefined;

/**
 * Counts one call of a key or a hook into the answer's RateLimit header, and throws `rate_limited` above the limit a minute. Each
 * web process counts for itself: the limit guards a process against one runaway job, it is no quota.
 */
export async function countCall(
  callerId: string,
  answerHeaders: Headers,
  caller: 'key' | 'hook' = 'key',
): Promise<void> {
  limiter ??= new RateLimiterMemory({ points: env().API_RATE_LIMIT_PER_MINUTE, duration: WINDOW_SECONDS });
  try {
    setRemaining(await limiter.consume(callerId), answerHeaders);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    setRemaining(rejection, answerHeaders);
    const retryAfterSeconds = Math.ceil(rejection.msBeforeNext / 1000);
    throw new AppError('rate_limited', {
      message: `This ${caller} made more than ${env().API_RATE_LIMIT_PER_MINUTE} calls in a minute. Try again in ${retryAfterSeconds} seconds.`,
      retryAfterSeconds,
    });
  }
}

/** Gives the headers that every answer begins with: how many calls a key may make, as the IETF's draft writes it. */
export function rateLimitPolicy(): Headers {
  return new Headers({ 'ratelimit-policy': `"default";q=${env().API_RATE_LIMIT_PER_MINUTE};w=${WINDOW_SECONDS}` });
}

function setRemaining({ remainingPoints, msBeforeNext }: RateLimiterRes, headers: Headers): void {
  headers.set('ratelimit', `"default";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1000)}`);
}
