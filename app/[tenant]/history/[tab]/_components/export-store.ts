'use client';

import type { ExportProgress } from '#lib/exports/export-contract.ts';

/** The one export that this browser tab has under way or has just had; it goes on while one looks at other lists. */
export type ExportStanding = { href: string; progress: ExportProgress };

let standing: ExportStanding | null = null;
let running: AbortController | null = null;
const listeners = new Set<() => void>();

/** Tells `listener` of each change until the function it gives is called. */
export function watchExport(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Gives the export as it stands; null where there is none. */
export function currentExport(): ExportStanding | null {
  return standing;
}

/** Makes the export of an address, tells how far it is, and downloads it. One that is under way is cancelled. */
export async function beginExport(href: string): Promise<void> {
  running?.abort();
  const stopping = new AbortController();
  running = stopping;
  set({ href, progress: { state: 'waiting' } });
  try {
    const response = await fetch(href, { method: 'POST', signal: stopping.signal });
    if (!response.ok || response.body === null) throw new Error(await problemOf(response));
    for await (const progress of linesOf(response.body)) {
      if (running !== stopping) return;
      set({ href, progress });
      if (progress.state === 'done') download(fileOf(href, progress.id));
    }
    if (standing?.progress.state === 'writing') throw new TypeError('It ended before the last line');
  } catch (error) {
    if (running !== stopping) return;
    if (stopping.signal.aborted) set(null);
    else set({ href, progress: { state: 'failed', message: wordsOf(error) } });
  } finally {
    if (running === stopping) running = null;
  }
}

/** Ends the export if it is under way, and takes it out of sight. */
export function dismissExport(): void {
  running?.abort();
  running = null;
  set(null);
}

/** Gives the address of a finished export's file. */
export function fileOf(href: string, id: string): string {
  return `${href}${href.includes('?') ? '&' : '?'}export=${id}`;
}

function set(next: ExportStanding | null): void {
  standing = next;
  for (const listener of listeners) listener();
}

function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ExportProgress> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ExportProgress;
    if (done) return;
  }
}

// What a browser throws of a network that failed is a TypeError, in words of its own.
function wordsOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : 'The connection was lost. Try again.';
}

async function problemOf(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => null);
  const hasDetail = typeof problem === 'object' && problem !== null && 'detail' in problem;
  return hasDetail ? String(problem.detail) : 'The export could not be made. Try again.';
}
