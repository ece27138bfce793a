import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { FILE_LENGTH_HEADER, sendFileLengths } from '#lib/http/file-length.ts';

test('what a route says of its length is the Content-Length, and nothing else is touched', async () => {
  sendFileLengths();
  const server = createServer((request, response) => {
    if (request.url === '/file') response.setHeader(FILE_LENGTH_HEADER, '5');
    response.flushHeaders();
    response.end('12345');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = await fetch(`${base}/file`);
  expect(file.headers.get('content-length')).toBe('5');
  expect(file.headers.has(FILE_LENGTH_HEADER)).toBe(false);
  expect(await file.text()).toBe('12345');
  const other = await fetch(`${base}/other`);
  expect(other.headers.has('content-length')).toBe(false);
  expect(await other.text()).toBe('12345');
  server.closeAllConnections();
  server.close();
});
