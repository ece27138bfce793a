import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

/** How a route says how many bytes its answer has: Next leaves out every Content-Length of a route's own. */
export const FILE_LENGTH_HEADER = 'x-tieout-file-length';

/** Turns what a route says of its answer's length into the Content-Length, by which a browser shows how far it has come. */
export function sendFileLengths(): void {
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse };
    const writeHead = response.writeHead;
    response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
      const length = this.getHeader(FILE_LENGTH_HEADER);
      if (length !== undefined) {
        this.removeHeader(FILE_LENGTH_HEADER);
        this.setHeader('Content-Length', length);
      }
      return Reflect.apply(writeHead, this, args);
    } as ServerResponse['writeHead'];
  });
}
