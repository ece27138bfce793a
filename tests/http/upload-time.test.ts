import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { letUploadsTakeTheirTime } from '#lib/http/upload-time.ts';

const undo = letUploadsTakeTheirTime({ uploadMs: 3_600_000, otherMs: 100 });
const server = http.createServer((request, response) => {
  request.resume();
  request.once('end', () => response.end('whole'));
});
afterAll(() => {
  undo();
  server.close();
});

function begin(path: string): http.ClientRequest {
  const { port } = server.address() as AddressInfo;
  const request = http.request({ port, path, method: 'POST', headers: { 'content-length': 10 } });
  request.write('half.');
  return request;
}

test('a request whose body does not arrive is ended, and an upload is waited for', async () => {
  server.listen(0);
  await once(server, 'listening');
  const upload = begin('/acme/import/upload?name=x.csv');
  const other = begin('/acme/import/other');
  const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
  upload.end('other');
  const [answer] = (await once(upload, 'response')) as [http.IncomingMessage];
  expect(answer.statusCode).toBe(200);
  expect(server.requestTimeout).toBe(3_600_000);
  answer.resume();
  await once(answer, 'end');
});
