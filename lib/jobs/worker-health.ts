import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readiness } from '#lib/db/readiness.ts';

/** The quickest job runs every few seconds; with none for so long the worker hangs. */
const SILENT_MS = 60_000;

/** What answers whether a worker lives and can work. */
export type WorkerHealth = { port: number; close: () => Promise<void> };

/**
 * Answers `/healthz` (it lives: a job ended a short time ago) and `/readyz` (its database answers and was migrated) until it
 * is closed. `lastRunAt` gives when a job ended last, in milliseconds since 1970.
 */
export async function startWorkerHealth(
  { port, host }: { port: number; host: string },
  lastRunAt: () => number,
): Promise<WorkerHealth> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '', lastRunAt, response);
  });
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(url: string, lastRunAt: () => number, response: ServerResponse): Promise<void> {
  if (url === '/healthz') {
    const silentMs = Date.now() - lastRunAt();
    const isAlive = silentMs < SILENT_MS;
    const silentSeconds = Math.round(silentMs / 1000);
    return send(response, isAlive ? 200 : 503, { status: isAlive ? 'ok' : 'no job runs', silentSeconds });
  }
  if (url === '/readyz') {
    const state = await readiness();
    return send(response, state.isReady ? 200 : 503, { status: state.isReady ? 'ready' : state.status });
  }
  send(response, 404, { status: 'not found' });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
