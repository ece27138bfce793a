import { setTimeout as delay } from 'node:timers/promises';
import { PlainError } from './run-script.ts';

const readyTimeoutMs = 60_000;

/**
 * Waits until a web server answers that it and its database are well.
 * @throws PlainError when it does not within a minute
 */
export async function untilHealthy(address: string, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const response = await fetch(`${address}/api/healthz`, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
      await response.arrayBuffer();
      if (response.ok) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await delay(100);
  }
  throw new PlainError(
    `The web server does not become ready (${address}/api/healthz: ${last}); the lines above say why.`,
  );
}
