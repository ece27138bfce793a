/** Tells its listeners that records of a tenant changed. */
export type ChangeFeed = { subscribe: (listener: () => void) => () => void };

const POLL_EVERY_MS = 4_000;
/** The server says something at least every 15 s; after this long the connection is taken for dead. */
const SILENCE_MS = 40_000;
const FAILURES_BEFORE_POLL = 2;
const STREAM_AGAIN_MS = 30_000;

const feeds = new Map<string, ChangeFeed>();

/** Gives the page's one feed of an address, which is open while somebody listens and the page is seen. */
export function changeFeed(url: string): ChangeFeed {
  const feed = feeds.get(url) ?? makeChangeFeed(url);
  feeds.set(url, feed);
  return feed;
}

/**
 * Listens to server-sent events; where they don't come through it asks every 4 s instead. A page that is not seen
 * holds no connection: a browser has only six of them for all its tabs. What it missed, the stamp tells afterwards.
 */
function makeChangeFeed(url: string): ChangeFeed {
  const listeners = new Set<() => void>();
  let source: EventSource | null = null;
  let stamp: string | null = null;
  /** Whether something was told since the stamp was read, so that it says nothing any more. */
  let isStampOld = false;
  let failures = 0;
  let timers: ReturnType<typeof setTimeout>[] = [];
  let silence: ReturnType<typeof setTimeout> | undefined;
  let isRefused = false;

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function compare(next: string): void {
    const isNews = stamp !== null && (isStampOld || stamp !== next);
    stamp = next;
    isStampOld = false;
    if (isNews) tell();
  }

  function open(): void {
    close();
    if (listeners.size === 0 || document.hidden || isRefused) return;
    const opened = new EventSource(url);
    source = opened;
    heard();
    opened.addEventListener('hello', (event) => {
      failures = 0;
      heard();
      compare((JSON.parse((event as MessageEvent<string>).data) as { stamp: string }).stamp);
    });
    opened.addEventListener('change', () => {
      heard();
      isStampOld = true;
      tell();
    });
    opened.addEventListener('beat', heard);
    opened.addEventListener('error', () => {
      failures += 1;
      // While the browser tries again by itself, it is left to.
      if (failures >= FAILURES_BEFORE_POLL || opened.readyState === EventSource.CLOSED) pollInstead();
    });
  }

  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(pollInstead, SILENCE_MS);
  }

  function pollInstead(): void {
    close();
    void ask();
    timers = [setTimeout(open, STREAM_AGAIN_MS)];
  }

  async function ask(): Promise<void> {
    try {
      const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store' });
      if (response.status === 401 || response.status === 403) {
        // Whoever may not read any more is told so by the page itself.
        isRefused = true;
        close();
        tell();
        return;
      }
      if (response.ok) compare(((await response.json()) as { stamp: string }).stamp);
    } catch {
      // The network is away; the next try may find it back.
    }
    if (source === null && listeners.size > 0 && !document.hidden) timers.push(setTimeout(ask, POLL_EVERY_MS));
  }

  function close(): void {
    source?.close();
    source = null;
    clearTimeout(silence);
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  }

  function onVisibility(): void {
    if (document.hidden) close();
    else open();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        document.addEventListener('visibilitychange', onVisibility);
        isRefused = false;
        open();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        document.removeEventListener('visibilitychange', onVisibility);
        close();
      };
    },
  };
}
