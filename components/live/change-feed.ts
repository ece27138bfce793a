/** Tells its listeners that records of a tenant changed. */
export type ChangeFeed = { subscribe: (listener: () => void) => () => void };

const POLL_EVERY_MS = 4_000;
/** A stream that has not begun by then is being held back somewhere. */
const HELLO_WITHIN_MS = 5_000;
/** The server says something at least every 15 s; after this long the connection is taken for dead. */
const SILENCE_MS = 40_000;
const FAILURES_BEFORE_POLL = 2;
const STREAM_AGAIN_MS = 30_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

const feeds = new Map<string, ChangeFeed>();

/** Gives the page's one feed of an address, which is open while somebody listens and the page is seen. */
export function changeFeed(url: string): ChangeFeed {
  const feed = feeds.get(url) ?? makeChangeFeed(url);
  feeds.set(url, feed);
  return feed;
}

/**
 * Listens to server-sent events; while they don't come through it asks every 4 s. A page that is not seen holds no
 * connection: a browser has only six of them for all its tabs. What it missed, the stamp tells afterwards.
 */
export function makeChangeFeed(url: string): ChangeFeed {
  const listeners = new Set<() => void>();
  let source: EventSource | null = null;
  let isStreaming = false;
  let isRefused = false;
  let failures = 0;
  let stamp: string | null = null;
  /** Whether something was told since the stamp was read, so that it says nothing any more. */
  let isStampOld = false;
  let silence: Timer;
  let poll: Timer;
  let again: Timer;

  const isWanted = () => listeners.size > 0 && !document.hidden && !isRefused;

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function compare(next: string): void {
    const isNews = stamp !== null && (isStampOld || stamp !== next);
    stamp = next;
    isStampOld = false;
    if (isNews) tell();
  }

  function connect(): void {
    if (!isWanted()) return;
    source?.close();
    const opened = new EventSource(url);
    source = opened;
    expectWithin(HELLO_WITHIN_MS);
    opened.addEventListener('hello', (event) => {
      isStreaming = true;
      failures = 0;
      clearTimeout(poll);
      poll = undefined;
      expectWithin(SILENCE_MS);
      compare((JSON.parse((event as MessageEvent<string>).data) as { stamp: string }).stamp);
    });
    opened.addEventListener('change', () => {
      expectWithin(SILENCE_MS);
      isStampOld = true;
      tell();
    });
    opened.addEventListener('beat', () => expectWithin(SILENCE_MS));
    opened.addEventListener('error', () => {
      isStreaming = false;
      failures += 1;
      // A stream that merely broke off is taken up again by the browser itself.
      if (opened.readyState === EventSource.CLOSED) lose();
      else if (failures >= FAILURES_BEFORE_POLL) startPolling();
    });
  }

  function expectWithin(ms: number): void {
    clearTimeout(silence);
    silence = setTimeout(lose, ms);
  }

  function lose(): void {
    isStreaming = false;
    clearTimeout(silence);
    source?.close();
    source = null;
    startPolling();
    clearTimeout(again);
    again = setTimeout(connect, STREAM_AGAIN_MS);
  }

  function startPolling(): void {
    if (poll === undefined) poll = setTimeout(ask, 0);
  }

  async function ask(): Promise<void> {
    try {
      const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store' });
      // Nothing is what the server answers to whoever may not read any more.
      if (response.status === 204) return refuse();
      if (response.ok) compare(((await response.json()) as { stamp: string }).stamp);
    } catch {
      // The network is away; the next try may find it back.
    }
    poll = isStreaming || !isWanted() ? undefined : setTimeout(ask, POLL_EVERY_MS);
  }

  /** The page stays as it is; whatever is clicked next says why. */
  function refuse(): void {
    isRefused = true;
    close();
  }

  function close(): void {
    isStreaming = false;
    failures = 0;
    source?.close();
    source = null;
    for (const timer of [silence, poll, again]) clearTimeout(timer);
    poll = undefined;
  }

  function onVisibility(): void {
    if (document.hidden) close();
    else connect();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        document.addEventListener('visibilitychange', onVisibility);
        isRefused = false;
        connect();
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
