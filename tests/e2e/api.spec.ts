import { createHash } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { expect, test } from '@playwright/test';
import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { makeTenant } from '#tests/factories/tenants.ts';

const MIB = 1024 * 1024;
const BODY_MAX = 10 * MIB;

let key: string;

// A tenant of its own, so that nothing that the other specs count changes.
test.beforeAll(async () => {
  const { id } = await makeTenant();
  const made = makeApiKeyText(id);
  key = made.text;
  await asOwner(id, async (client) => {
    const sourceId = newId();
    await client.query(`INSERT INTO source (tenant_id, id, slug, name) VALUES ($1, $2, 'tms', 'TMS')`, [id, sourceId]);
    await client.query(
      `INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes)
       VALUES ($1, $2, $3, 'Spec', $4, $5, '{records:read,records:write,attempts:write}')`,
      [id, newId(), sourceId, made.prefix, Buffer.from(made.secretHash)],
    );
  });
});

function headers(): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}

function attemptWith(externalId: string, raw: string) {
  return {
    externalId,
    record: { kind: 'bill', sourceId: externalId, number: externalId, amount: '0.10', currency: 'USD' },
    outcome: 'failed',
    attemptedAt: '2026-01-01T00:00:00Z',
    errorMessage: 'Too large for the ledger.',
    raw,
  };
}

type Sent = { status: number; type: string | undefined; body: Record<string, unknown> };

/** Sends chunks without saying how many bytes there will be, over a connection that is kept for the next call. */
function sendChunked(address: string, chunks: readonly Buffer[]): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const call = plainRequest(address, { method: 'POST', headers: headers() }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Sent['body'];
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'], body });
      });
    });
    call.on('error', reject);
    const sendFrom = (index: number): void => {
      const chunk = chunks[index];
      if (chunk === undefined) call.end();
      else call.write(chunk, () => sendFrom(index + 1));
    };
    sendFrom(0);
  });
}

test('a body just under 10 MiB passes through whole', async ({ request }) => {
  const attempts = Array.from({ length: 40 }, (_, index) =>
    attemptWith(`large-${index}`, `é ${index} `.padEnd(250 * 1024, `${index}`)),
  );
  const text = JSON.stringify({ attempts });
  const padding = BODY_MAX - 1 - Buffer.byteLength(text);
  const data = Buffer.from(text.replace('[', `[${' '.repeat(padding)}`));
  expect(data.byteLength).toBe(BODY_MAX - 1);
  const answer = await request.post('/api/v1/attempts', { headers: headers(), data });
  expect(answer.status()).toBe(200);
  const { results } = (await answer.json()) as { results: { result: string; recordId: string }[] };
  expect(results.map(({ result }) => result)).toEqual(attempts.map(() => 'created'));
  const last = await request.get(`/api/v1/records/${results.at(-1)?.recordId}`, { headers: headers() });
  const record = (await last.json()) as { attempts: { raw: string }[] };
  const hash = (value: string | undefined) =>
    createHash('sha256')
      .update(value ?? '')
      .digest('hex');
  expect(hash(record.attempts[0]?.raw)).toBe(hash(attempts.at(-1)?.raw));
});

test('a body just above 10 MiB is refused', async ({ baseURL, request }) => {
  const whole = Buffer.alloc(BODY_MAX + 1, ' ');
  const answer = await request.post('/api/v1/attempts', { headers: headers(), data: whole });
  expect(answer.status()).toBe(413);
  expect(answer.headers()['content-type']).toBe('application/problem+json');
  const chunks = Array.from({ length: 11 }, () => Buffer.alloc(MIB, ' '));
  const chunked = await sendChunked(`${baseURL}/api/v1/attempts`, chunks);
  expect(chunked).toMatchObject({ status: 413, type: 'application/problem+json', body: { code: 'too_large' } });
});

test('a body that comes in pieces of unknown number is read, also after one that was too large', async ({
  baseURL,
}) => {
  const text = JSON.stringify({ attempts: [attemptWith('chunked', '{ "é" : 1.00 }')] });
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  );
  await sendChunked(`${baseURL}/api/v1/attempts`, [Buffer.alloc(BODY_MAX, ' '), Buffer.alloc(MIB, ' ')]);
  const sent = await sendChunked(`${baseURL}/api/v1/attempts`, chunks);
  expect(sent).toMatchObject({ status: 200, body: { results: [{ result: 'created', matched: true }] } });
});

/** Begins a call that says it is longer than what it sends, and breaks the connection off once that has been taken. */
async function breakOff(address: string, text: string): Promise<void> {
  const call = plainRequest(address, {
    method: 'POST',
    headers: { ...headers(), 'content-length': String(Buffer.byteLength(text) + 100) },
  });
  const isClosed = new Promise<void>((resolve) => {
    call.on('error', () => resolve());
    call.on('close', () => resolve());
  });
  await new Promise<void>((resolve) => call.write(text, () => resolve()));
  call.destroy();
  await isClosed;
}

test('bodies that break off store nothing, and leave the server as it was', async ({ baseURL, request }) => {
  const attempts = Array.from({ length: 20 }, (_, index) => attemptWith(`broken-${index}`, 'x'));
  const address = `${baseURL}/api/v1/attempts`;
  await Promise.all(attempts.map((attempt) => breakOff(address, JSON.stringify({ attempts: [attempt] }))));
  const answer = await request.post('/api/v1/attempts', { headers: headers(), data: { attempts } });
  const { results } = (await answer.json()) as { results: { result: string }[] };
  expect(results.map(({ result }) => result)).toEqual(attempts.map(() => 'created'));
});

test('a body that comes very slowly holds nobody else up, and is read whole in the end', async ({
  baseURL,
  request,
}) => {
  const text = JSON.stringify({ attempts: [attemptWith('slow', 'é')] });
  const answered = Promise.withResolvers<number>();
  const call = plainRequest(`${baseURL}/api/v1/attempts`, { method: 'POST', headers: headers() }, (answer) => {
    answer.resume();
    answered.resolve(answer.statusCode ?? 0);
  });
  call.on('error', answered.reject);
  const bytes = Buffer.from(text);
  const step = Math.ceil(bytes.length / 8);
  for (let from = 0; from < bytes.length; from += step) {
    await new Promise<void>((resolve) => call.write(bytes.subarray(from, from + step), () => resolve()));
    // Between two pieces of it, whole calls are answered.
    expect((await request.get('/api/v1/records?limit=1', { headers: headers() })).status()).toBe(200);
  }
  call.end();
  expect(await answered.promise).toBe(200);
});

test('1,000 records go in with one call, and come back page by page with exact sums', async ({ request }) => {
  const records = Array.from({ length: 1000 }, (_, index) => ({
    kind: 'invoice_payment',
    sourceId: `p-${index}`,
    number: `P-${index}`,
    amount: '0.10',
    currency: 'USD',
  }));
  const put = await request.put('/api/v1/records', { headers: headers(), data: { records } });
  expect(put.status()).toBe(200);
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const params: Record<string, string> = {
      kind: 'invoice_payment',
      limit: '300',
      count: 'exact',
      ...(cursor ? { cursor } : {}),
    };
    const answer = await request.get('/api/v1/records', { headers: headers(), params });
    const page = (await answer.json()) as {
      records: { sourceId: string; amount: string }[];
      nextCursor: string | null;
      total: number;
    };
    expect(page.total).toBe(1000);
    for (const { sourceId, amount } of page.records) {
      expect(amount).toBe('0.10');
      seen.add(sourceId);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen.size).toBe(1000);
});

test('every refusal is problem+json with its request id', async ({ request }) => {
  const refusals = [
    await request.get('/api/v1/records'),
    await request.post('/api/v1/attempts', { headers: headers(), data: Buffer.from('{') }),
    await request.post('/api/v1/attempts', { headers: { ...headers(), 'content-type': 'text/plain' }, data: '{}' }),
    await request.get('/api/v1/records?kind=quote', { headers: headers() }),
    await request.get(`/api/v1/records/${newId()}`, { headers: headers() }),
  ];
  expect(refusals.map((answer) => answer.status())).toEqual([401, 400, 415, 422, 404]);
  for (const answer of refusals) {
    expect(answer.headers()['content-type']).toBe('application/problem+json');
    const problem = (await answer.json()) as { requestId: string };
    expect(problem.requestId).toBe(answer.headers()['x-request-id']);
  }
});

test('the contract is published, and says the calls that there are', async ({ request }) => {
  const answer = await request.get('/api/v1/openapi.json');
  expect(answer.status()).toBe(200);
  const contract = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
  expect(Object.keys(contract.paths).toSorted()).toEqual(
    expect.arrayContaining(['/attempts', '/records', '/records/{id}']),
  );
});
