import type { Kind } from '#lib/records/kinds.ts';
import type { ChangeListener } from './watch-records.ts';

const BEAT_EVERY_MS = 15_000;
const CHECK_EVERY_MS = 60_000;
/** However many changes come in, a reader is told of them at most this often. */
const TELL_EVERY_MS = 1_000;
const RETRY_AFTER_MS = 2_000;

type ChangeStreamParts = {
  /** Begins to listen; gives the function that ends it. */
  watch: (listener: ChangeListener) => Promise<() => void>;
  /** What the reader compares with what it saw last. */
  stamp: () => Promise<string>;
  /** Whether the reader may still read. */
  isAllowed: () => Promise<boolean>;
  /** Ends the stream: the reader left, or the server stops. */
  signal: AbortSignal;
};

/**
 * Gives server-sent events: `hello` with the stamp, `change` with the kinds that changed, `beat` in between.
 * The stream ends when the reader leaves, is no longer allowed to read, or the server stops.
 */
export function changeStream({ watch, stamp, isAllowed, signal }: ChangeStreamParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const waiting = new Set<Kind>();
  let stopWatching = () => {};
  let timers: NodeJS.Timeout[] = [];
  let tellTimer: NodeJS.Timeout | undefined;
  let lastToldAt = 0;
  let isOver = false;
  let finish = () => {};

  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (event: string, data: unknown) => {
        if (!isOver) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      const tell = () => {
        tellTimer = undefined;
        lastToldAt = Date.now();
        send('change', { kinds: [...waiting] });
        waiting.clear();
      };
      const hear: ChangeListener = (kinds) => {
        for (const kind of kinds) waiting.add(kind);
        tellTimer ??= setTimeout(tell, Math.max(0, lastToldAt + TELL_EVERY_MS - Date.now()));
      };
      finish = () => {
        if (isOver) return;
        isOver = true;
        for (const timer of timers) clearInterval(timer);
        clearTimeout(tellTimer);
        signal.removeEventListener('abort', finish);
        stopWatching();
        // A reader that has left has closed it already.
        try {
          controller.close();
        } catch {}
      };
      const check = async () => {
        // A database that can't be asked is no reason to let anybody read on.
        if (!(await isAllowed().catch(() => false))) finish();
      };

      if (signal.aborted) return finish();
      signal.addEventListener('abort', finish);
      controller.enqueue(encoder.encode(`retry: ${RETRY_AFTER_MS}\n\n`));
      timers = [setInterval(() => send('beat', null), BEAT_EVERY_MS), setInterval(() => void check(), CHECK_EVERY_MS)];
      try {
        const stop = await watch(hear);
        if (isOver) return stop();
        stopWatching = stop;
        send('hello', { stamp: await stamp() });
      } catch {
        finish();
      }
    },
    cancel: () => finish(),
  });
}
