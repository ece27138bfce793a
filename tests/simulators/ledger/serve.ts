import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type Call, html, proxyPage } from './answer.ts';
import type { Clock } from './clock.ts';
import type { Fault, Faults, Place } from './faults.ts';
import type { RequestLog } from './request-log.ts';

/** What a provider does with the calls that reach it. */
export type Provider = {
  /** Null for the simulator's own pages, which never fail and are not logged. */
  placeOf: (path: string) => Place | null;
  /** Whether a call to the API asks for a change. */
  isWrite: (call: Call) => boolean;
  answer: (place: Place, call: Call) => Answer | Promise<Answer>;
  /** The simulator's own pages. */
  ownPage: (call: Call) => Answer;
  /** An answer by its name, such as the one to too many calls. */
  namedAnswer: (name: string) => Answer;
  /** On every answer of the API. */
  headers: () => Record<string, string>;
  /** A fault that nobody put into the list, for tests that throw dice. */
  chance?: () => Fault | null;
  onPhase?: (call: Call, phase: 'received' | 'stored' | 'answered') => void;
  /** Told when something may have changed that must survive the process. */
  onChange: () => void;
};

/** A server that listens. */
export type Listening = { origin: string; close: () => Promise<void> };

type Parts = { provider: Provider; clock: Clock; faults: Faults; log: RequestLog; port: number };

/** Serves a provider on this machine alone; port 0 takes a free one. */
export async function serve({ provider, clock, faults, log, port }: Parts): Promise<Listening> {
  const server = createServer((request, response) => {
    answerCall(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else send(response, html(500, `The simulator failed: ${error instanceof Error ? error.stack : String(error)}`));
    });
  });

  async function answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call: Call = {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', 'http://ledger'),
      headers: request.headers as Call['headers'],
      body: await text(request),
    };
    const place = provider.placeOf(call.url.pathname);
    if (place === null) {
      const page = provider.ownPage(call);
      if (call.method !== 'GET') provider.onChange();
      return send(response, page);
    }
    const isWrite = place === 'api' && provider.isWrite(call);
    const logged = log.add(call, place, isWrite, clock.now());
    if (isWrite) provider.onPhase?.(call, 'received');
    const fault = faults.take(place, call.url.pathname) ?? provider.chance?.() ?? null;
    if (fault?.kind === 'lost_before') return void response.destroy();
    const instead = insteadOf(fault, provider);
    const answer = instead ?? (await provider.answer(place, call));
    if (place !== 'api' || isWrite) provider.onChange();
    const isDone = isWrite && instead === null;
    if (isDone) provider.onPhase?.(call, 'stored');
    if (fault?.kind === 'lost_after') return void response.destroy();
    logged.status = answer.status;
    if (isDone) response.once('finish', () => provider.onPhase?.(call, 'answered'));
    const headers = place === 'api' ? { ...provider.headers(), ...answer.headers } : answer.headers;
    if (fault?.kind === 'slow') return sendSlowly(response, { ...answer, headers }, fault.delayMs);
    send(response, { ...answer, headers });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function insteadOf(fault: Fault | null, provider: Provider): Answer | null {
  switch (fault?.kind) {
    case 'throttled':
      return provider.namedAnswer('throttled');
    case 'bad_gateway':
      return proxyPage(502);
    case 'unavailable':
      return proxyPage(503);
    case 'gateway_timeout':
      return proxyPage(504);
    case 'answer':
      return provider.namedAnswer(fault.name);
    default:
      return null;
  }
}

function written({ body, headers = {} }: Answer): { text: string; headers: Record<string, string> } {
  if (typeof body === 'string') return { text: body, headers };
  return { text: JSON.stringify(body), headers: { 'content-type': 'application/json;charset=UTF-8', ...headers } };
}

function send(response: ServerResponse, answer: Answer): void {
  const { text: body, headers } = written(answer);
  response.writeHead(answer.status, headers);
  response.end(body);
}

/** The head comes at once, the rest when the caller may have given up. */
async function sendSlowly(response: ServerResponse, answer: Answer, delayMs: number): Promise<void> {
  const { text: body, headers } = written(answer);
  response.writeHead(answer.status, headers);
  response.flushHeaders();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await delay(delayMs, undefined, { signal: gone.signal }).catch(() => {});
  if (!response.destroyed) response.end(body);
}
