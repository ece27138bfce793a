import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { readOnlyRequest } from '#lib/ledgers/read-only-request.ts';
import { readImports } from '#tests/architecture/read-imports.ts';

let server: Server;
let origin: string;
let connections = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}/v3/company/1`;
});
afterAll(() => server.close());

const request = (method: string, path: string, body?: string) =>
  readOnlyRequest({ method, url: `${origin}/${path}`, headers: {}, provider: 'QuickBooks Online', body });

test('what would write is refused before a connection is opened', async () => {
  const writes: [string, string, string?][] = [
    ['POST', 'invoice', '{}'],
    ['POST', 'invoice?operation=delete', '{}'],
    ['POST', 'query/../invoice', '{}'],
    ['POST', 'invoice#/query', '{}'],
    ['POST', 'invoice?x=/query', '{}'],
    ['POST', 'batch', '{}'],
    ['PUT', 'query'],
    ['PATCH', 'query'],
    ['DELETE', 'invoice/1'],
    ['post', 'query', 'select 1'],
    ['get', 'companyinfo/1'],
    ['GET', 'companyinfo/1', '{}'],
    ['OPTIONS', 'query'],
  ];
  for (const [method, path, body] of writes) {
    const error = await request(method, path, body).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error, `${method} ${path}`).toBeInstanceOf(LedgerError);
    expect((error as LedgerError).message).toContain('Tieout only reads');
  }
  expect(connections).toBe(0);
  await request('GET', 'companyinfo/1');
  await request('POST', 'query', 'select * from Account');
  expect(connections).toBe(2);
});

test('nothing else of lib can reach a ledger', () => {
  const imports = readImports().filter(({ from }) => !from.startsWith('tests/'));
  const importersOf = (wanted: (specifier: string) => boolean) =>
    [
      ...new Set(
        imports.filter(({ specifier, isTypeOnly }) => !isTypeOnly && wanted(specifier)).map(({ from }) => from),
      ),
    ]
      .filter((file) => /^(lib|app|components|scripts)\//.test(file))
      .sort();
  expect(importersOf((specifier) => specifier === 'intuit-oauth')).toEqual(['lib/ledgers/qbo/sign-in.ts']);
  expect(importersOf((specifier) => /^(xero-node|openid-client)$/.test(specifier))).toEqual([
    'lib/ledgers/xero/sign-in.ts',
  ]);
  // Tokens and the end of one company's link; everything else goes through the gate.
  expect(importersOf((specifier) => specifier.endsWith('/send-call.ts'))).toEqual([
    'lib/ledgers/qbo/sign-in.ts',
    'lib/ledgers/read-only-request.ts',
    'lib/ledgers/xero/sign-in.ts',
  ]);
  const intoRooms = imports.filter(({ from, to }) => {
    const room = /^lib\/ledgers\/(qbo|xero)\//;
    return to !== null && room.test(to) && !room.test(from);
  });
  expect([...new Set(intoRooms.map(({ from }) => from))]).toEqual(['lib/ledgers/open-provider.ts']);
  expect(importersOf((specifier) => specifier === 'axios')).toEqual([]);
});
