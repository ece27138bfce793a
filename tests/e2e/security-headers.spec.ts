import { request as plainRequest } from 'node:http';
import type { APIResponse } from '@playwright/test';
import { expect, test } from '@playwright/test';

const ON_EVERY_ANSWER = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const ANSWERS: [what: string, path: string, status: number][] = [
  ['a page', '/sign-in', 200],
  ['a redirect to the sign-in page', '/acme/history/invoices', 307],
  ['a redirect of a trailing slash', '/sign-in/', 308],
  ['a page that is not there', '/acme/nothing/here', 404],
  ['a file', '/icon.svg', 200],
  ['a built file that is not there', '/_next/static/nothing.js', 404],
  ['a call without a key', '/api/v1/records', 401],
];

for (const [what, path, status] of ANSWERS) {
  test(`${what} carries the security headers`, async ({ request }) => {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status()).toBe(status);
    expect(answer.headers()).toMatchObject(ON_EVERY_ANSWER);
    expect(answer.headers()['permissions-policy']).toContain('camera=()');
    expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers()['x-powered-by']).toBeUndefined();
  });
}

test('an address that can’t be read is answered with the headers too', async ({ baseURL }) => {
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    plainRequest(`${baseURL}/%E0%A4%A`, (answer) => resolve(answer.resume().headers))
      .on('error', reject)
      .end();
  });
  expect(headers).toMatchObject(ON_EVERY_ANSWER);
});

test('each page has a nonce of its own, and every script carries it', async ({ request }) => {
  const [one, two] = [await request.get('/sign-in'), await request.get('/sign-in')];
  expect(nonceOf(one)).not.toBe(nonceOf(two));
  const scripts = (await one.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(one)}"`);
});

test('what is no page may load nothing', async ({ request }) => {
  for (const path of ['/api/v1/records', '/icon.svg']) {
    const policy = (await request.get(path)).headers()['content-security-policy'];
    expect(policy).toBe("default-src 'none'; frame-ancestors 'none'");
  }
});

test('over https the browser is told to stay there, over http it is not', async ({ request }) => {
  const behindProxy = { headers: { 'x-forwarded-proto': 'https' } };
  for (const path of ['/sign-in', '/api/v1/records', '/icon.svg']) {
    expect((await request.get(path, behindProxy)).headers()['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect((await request.get(path)).headers()['strict-transport-security']).toBeUndefined();
  }
});

function nonceOf(answer: APIResponse): string {
  return /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? '';
}
