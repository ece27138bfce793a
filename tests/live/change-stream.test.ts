import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeStream } from '#lib/live/change-stream.ts';
import type { ChangeListener } from '#lib/live/watch-records.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Opened = {
  tell: ChangeListener;
  leave: AbortController;
  stop: ReturnType<typeof vi.fn>;
  text: () => string;
  hasEnded: () => boolean;
  reader: ReadableStreamDefaultReader<Uint8Array>;
};

async function open(isAllowed: () => Promise<boolean> = async () => true): Promise<Opened> {
  const leave = new AbortController();
  const stop = vi.fn();
  let tell: ChangeListener = () => undefined;
  const stream = changeStream({
    watch: async (listener) => {
      tell = listener;
      return stop;
    },
    stamp: async () => 'stamp-1',
    isAllowed,
    signal: leave.signal,
  });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let hasEnded = false;
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value);
    }
    hasEnded = true;
  })();
  await vi.advanceTimersByTimeAsync(0);
  return { tell: (kinds) => tell(kinds), leave, stop, text: () => text, hasEnded: () => hasEnded, reader };
}

test('greets with the stamp', async () => {
  const { text } = await open();
  expect(text()).toBe('retry: 2000\n\nevent: hello\ndata: {"stamp":"stamp-1"}\n\n');
});

test('tells the first change at once, and a burst as one a second', async () => {
  const { tell, text } = await open();
  const changes = () => text().match(/event: change\ndata: .*/g) ?? [];
  tell(['bill']);
  await vi.advanceTimersByTimeAsync(0);
  expect(changes()).toEqual(['event: change\ndata: {"kinds":["bill"]}']);
  for (let count = 0; count < 100; count += 1) tell([count % 2 === 0 ? 'invoice' : 'bill']);
  await vi.advanceTimersByTimeAsync(999);
  expect(changes()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(changes().slice(1)).toEqual(['event: change\ndata: {"kinds":["invoice","bill"]}']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(changes()).toHaveLength(2);
});

test('says something every 15 seconds', async () => {
  const { text } = await open();
  await vi.advanceTimersByTimeAsync(45_000);
  expect(text().match(/event: beat/g)).toHaveLength(3);
});

test('ends within a minute of the membership, and stops listening', async () => {
  const isAllowed = vi.fn(async () => true);
  const { stop, hasEnded } = await open(isAllowed);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isAllowed).toHaveBeenCalledTimes(1);
  expect(hasEnded()).toBe(false);
  isAllowed.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hasEnded()).toBe(true);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('ends when nobody can say whether the reader may still read', async () => {
  const { hasEnded } = await open(async () => {
    throw new Error('the database is away');
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hasEnded()).toBe(true);
});

test('leaves nothing behind when the reader goes', async () => {
  const { tell, leave, stop, hasEnded } = await open();
  tell(['bill']);
  tell(['bill']);
  leave.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(hasEnded()).toBe(true);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('leaves nothing behind when the connection is cancelled', async () => {
  const { reader, stop } = await open();
  await reader.cancel();
  expect(stop).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
