import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';

const CHANNEL = 'http.server.request.start';
/** The address that takes files to import; see app/[tenant]/import/upload. */
const UPLOAD = /^\/[^/]+\/import\/upload(\?|$)/;
/** A gigabyte over a slow line. */
const UPLOAD_MS = 2 * 60 * 60_000;
/** What Node gives every request to arrive whole. */
const OTHER_MS = 5 * 60_000;

/**
 * Gives the upload of a file the hours that it may take; every other request must have arrived within the five minutes that
 * Node would give them all. Gives what undoes it.
 */
export function letUploadsTakeTheirTime({ uploadMs = UPLOAD_MS, otherMs = OTHER_MS } = {}): () => void {
  const onStart = (message: unknown) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    server.requestTimeout = uploadMs;
    if (UPLOAD.test(request.url ?? '') || hasNoBody(request)) return;
    const timer = setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, otherMs);
    timer.unref();
    request.once('close', () => clearTimeout(timer));
  };
  subscribe(CHANNEL, onStart);
  return () => void unsubscribe(CHANNEL, onStart);
}

function hasNoBody({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}
