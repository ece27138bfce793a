import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeChangeFeed } from '#components/live/change-feed.ts';

/** The browser's EventSource as far as the feed uses it; the test plays the server. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 0;

  constructor() {
    super();
    Stream.opened.push(this);
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }

  say(type: string, data: unknown = null): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

const page = Object.assign(new EventTarget(), { hidden: false });
const answer = vi.fn<() => Promise<Response>>();
const listener = vi.fn();
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('document', page);
  vi.stubGlobal('fetch', answer);
  Stream.opened = [];
  page.hidden = false;
  answer.mockReset().mockImplementation(async () => Response.json({ stamp: 'one' }));
  listener.mockReset();
  stop = makeChangeFeed('/acme/events').subscribe(listener);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const stream = (): Stream => Stream.opened.at(-1)!;
const openCount = () => Stream.opened.filter(({ readyState }) => readyState !== Stream.CLOSED).length;

function show(isSeen: boolean): void {
  page.hidden = !isSeen;
  page.dispatchEvent(new Event('visibilitychange'));
}

test('tells of each change, and not of the greeting', () => {
  stream().say('hello', { stamp: 'one' });
  expect(listener).not.toHaveBeenCalled();
  stream().say('change', { kinds: ['bill'] });
  stream().say('beat');
  expect(listener).toHaveBeenCalledTimes(1);
});

test('a stream that was taken up again tells what was missed, if anything was', () => {
  stream().say('hello', { stamp: 'one' });
  stream().say('hello', { stamp: 'one' });
  expect(listener).not.toHaveBeenCalled();
  stream().say('hello', { stamp: 'two' });
  expect(listener).toHaveBeenCalledTimes(1);
});

test('a page that is not seen holds no connection, and catches up when it is seen', async () => {
  stream().say('hello', { stamp: 'one' });
  show(false);
  expect(openCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(answer).not.toHaveBeenCalled();
  show(true);
  expect(openCount()).toBe(1);
  stream().say('hello', { stamp: 'two' });
  expect(listener).toHaveBeenCalledTimes(1);
});

test('asks every four seconds while the stream is held back, and stops when it comes through', async () => {
  await vi.advanceTimersByTimeAsync(5_001);
  expect(answer).toHaveBeenCalledTimes(1);
  expect(listener).not.toHaveBeenCalled();
  answer.mockImplementation(async () => Response.json({ stamp: 'two' }));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(listener).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(26_000);
  expect(Stream.opened).toHaveLength(2);
  stream().say('hello', { stamp: 'two' });
  answer.mockClear();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(answer).not.toHaveBeenCalled();
});

test('asks instead when the stream is refused, and goes on when the network was away', async () => {
  answer.mockRejectedValueOnce(new TypeError('the network is away'));
  stream().fail(Stream.CLOSED);
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(answer).toHaveBeenCalledTimes(2);
});

test('a connection that fell silent is given up', async () => {
  stream().say('hello', { stamp: 'one' });
  await vi.advanceTimersByTimeAsync(40_001);
  expect(openCount()).toBe(0);
  expect(answer).toHaveBeenCalledTimes(1);
});

test('whoever may not read any more is told nothing, and the server is left alone', async () => {
  answer.mockImplementation(async () => new Response(null, { status: 204 }));
  stream().fail(Stream.CLOSED);
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(listener).not.toHaveBeenCalled();
  expect(answer).toHaveBeenCalledTimes(1);
  expect(openCount()).toBe(0);
});

test('the last listener takes the connection with it', () => {
  stop();
  expect(openCount()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
