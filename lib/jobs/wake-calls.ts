import pg from 'pg';
import { databaseUrl } from '#lib/env.ts';
import { log } from '#lib/log.ts';

const RETRY_MS = 5_000;

/** What sleeps until its time, or until it is called. */
export type WakeCalls = {
  /** Resolves at the next call on the channel, or when the signal ends it. */
  next: (channel: string, signal: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Listens to the channels on one connection, which is opened anew when it is lost. A call that is missed meanwhile
 * costs time and nothing else: whoever sleeps wakes by the clock too.
 */
export function listenForCalls(channels: readonly string[]): WakeCalls {
  const calls = new EventTarget();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: databaseUrl(), application_name: 'tieout-worker', keepAlive: true });
    client = next;
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next, new Error('the connection ended')));
    next.on('notification', ({ channel }) => calls.dispatchEvent(new Event(channel)));
    try {
      await next.connect();
      for (const channel of channels) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      lose(next, error as Error);
    }
  }

  function lose(lost: pg.Client, error: Error): void {
    if (client !== lost) return;
    client = null;
    lost.end().catch(() => undefined);
    if (isClosed) return;
    log.warn({ err: error }, 'lost the connection that wakes jobs');
    timer = setTimeout(connect, RETRY_MS);
  }

  if (channels.length > 0) void connect();
  return {
    next: (channel, signal) =>
      new Promise((resolve) => {
        const done = () => {
          calls.removeEventListener(channel, done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        calls.addEventListener(channel, done);
        signal.addEventListener('abort', done);
      }),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
