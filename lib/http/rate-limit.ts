import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#lib/core/app-error.ts';
import { env } from '#lib/env.ts';

let limiter: RateLimiterMemory | undefined;

/**
 * Counts one call of a key and throws `rate_limited` above the limit a minute. Each web process counts for itself:
 * the limit guards a process against one runaway job, it is no quota.
 */
export async function countCall(keyId: string): Promise<void> {
  limiter ??= new RateLimiterMemory({ points: env().API_RATE_LIMIT_PER_MINUTE, duration: 60 });
  try {
    await limiter.consume(keyId);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    const retryAfterSeconds = Math.ceil(rejection.msBeforeNext / 1000);
    throw new AppError('rate_limited', {
      message: `This key made more than ${env().API_RATE_LIMIT_PER_MINUTE} calls in a minute. Try again in ${retryAfterSeconds} seconds.`,
      retryAfterSeconds,
    });
  }
}
