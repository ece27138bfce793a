import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { isAllowedAddress } from '#lib/webhooks/public-address.ts';
import { sendRequest } from '#lib/webhooks/send-request.ts';
import { readTargetUrl } from '#lib/webhooks/target-url.ts';
import { startTarget, type WebhookTarget } from '#tests/factories/webhook-target.ts';

const PUBLIC = { isLoopbackAllowed: false };
let target: WebhookTarget;

beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());
afterEach(() => setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: undefined }));

describe('An address', () => {
  const inside = [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
    '100::1',
    '5f00::1',
    '4000::1',
    'not an address',
    '',
  ];
  test.each(inside)('%s is refused', (address) => expect(isAllowedAddress(address, PUBLIC)).toBe(false));

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '::ffff:8.8.8.8',
  ])('%s is allowed', (address) => expect(isAllowedAddress(address, PUBLIC)).toBe(true));

  test('within a private range is refused however it is written, and loopback alone is what the switch allows', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom(10, 127), octet, octet, octet, (a, b, c, d) => {
        const text = `${a}.${b}.${c}.${d}`;
        const mapped = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const form of [text, mapped]) {
          expect(isAllowedAddress(form, PUBLIC)).toBe(false);
          expect(isAllowedAddress(form, { isLoopbackAllowed: true })).toBe(a === 127);
        }
      }),
    );
  });
});

describe('A target', () => {
  test.each([
    ['http://example.com/hook', 'must begin with https://'],
    ['ftp://example.com/hook', 'must begin with https://'],
    ['example.com', 'must be an address such as'],
    ['https://user:pass@example.com/', 'must not hold a user'],
    ['https://example.com/#part', 'must not hold a # part'],
    ['https://localhost/', 'must lead to a public host'],
    ['https://tieout/', 'must lead to a public host'],
    ['https://db.internal./', 'must lead to a public host'],
    ['https://127.1/', 'must lead to a public address'],
    ['https://2130706433/', 'must lead to a public address'],
    ['https://0x7f.0.0.1/', 'must lead to a public address'],
    ['https://[::ffff:127.0.0.1]/', 'must lead to a public address'],
    ['https://169.254.169.254/latest/meta-data', 'must lead to a public address'],
    ['https://example.com:22/', 'must use the port 443'],
    ['https://example.com:5432/', 'must use the port 443'],
    [`https://example.com/${'x'.repeat(2_100)}`, 'must be at most 2,048 characters'],
  ])('%s is refused: %s', (url, problem) => expect(readTargetUrl(url).problem).toContain(problem));

  test.each(['https://example.com/hook?token=1', 'https://hooks.example.com:8443/', 'https://1.1.1.1/'])(
    '%s may be called',
    (url) => expect(readTargetUrl(url).problem).toBeNull(),
  );

  test('on this computer may be called where the switch says so, and nothing else of the network', () => {
    setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
    for (const url of [target.url, 'http://localhost:80/', 'http://[::1]:4000/']) {
      expect(readTargetUrl(url).problem).toBeNull();
    }
    for (const url of ['http://example.com/', 'https://10.0.0.1/', 'http://192.168.0.1/']) {
      expect(readTargetUrl(url).problem).not.toBeNull();
    }
  });
});

describe('When it connects', () => {
  const at = (port: string) => `https://hooks.example.com:${port}/hook`;
  const port = () => new URL(target.url).port;

  /** Gives other addresses at each question, as a name does whose owner wants to get inside. */
  function changing(...answers: LookupAddress[][]) {
    let asked = 0;
    const resolve = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
    return { resolve, asked: () => asked };
  }
  const outside = { address: '203.0.114.1', family: 4 };
  const here = { address: '127.0.0.1', family: 4 };

  test.each([
    ['private', [{ address: '10.1.2.3', family: 4 }]],
    ['of this computer', [here]],
    ['of the cloud’s metadata, as IPv6', [{ address: '::ffff:169.254.169.254', family: 6 }]],
    ['public beside a private one', [outside, here]],
  ])('a name whose address is %s is refused, and nothing is sent', async (_what, addresses) => {
    const sent = await sendRequest(at(port()), {}, '{}', { resolve: async () => addresses });
    expect(sent).toMatchObject({ status: null, problem: 'Not sent: the address leads into a private network.' });
    expect(target.calls).toEqual([]);
  });

  test('a name that leads elsewhere when it is asked again is asked once: the checked address is the one connected to', async () => {
    setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
    const name = changing([here], [{ address: '10.1.2.3', family: 4 }]);
    const sent = await sendRequest(`http://localhost:${port()}/hook`, {}, '{}', { resolve: name.resolve });
    expect(sent).toMatchObject({ status: 204, problem: null });
    expect(name.asked()).toBe(1);
    // And the next call asks anew, so that the first answer is not trusted for ever.
    const again = await sendRequest(`http://localhost:${port()}/hook`, {}, '{}', { resolve: name.resolve });
    expect(again.problem).toBe('Not sent: the address leads into a private network.');
    expect(target.calls.splice(0)).toHaveLength(1);
  });

  test('a name that was public when it was subscribed and is private now is refused', async () => {
    expect(readTargetUrl(at(port())).problem).toBeNull();
    const name = changing([here]);
    expect((await sendRequest(at(port()), {}, '{}', name)).problem).toContain('private network');
    expect(target.calls).toEqual([]);
  });

  test('a target stored before a rule was made is checked again when it is called', async () => {
    const sent = await sendRequest(target.url, {}, '{}');
    expect(sent.problem).toBe('Not sent: the address must begin with https://.');
    expect((await sendRequest('https://127.0.0.1:8443/', {}, '{}')).problem).toContain('must lead to a public address');
    expect(target.calls).toEqual([]);
  });

  test('a redirect is not followed, a long answer is kept in part, and no answer is said so', async () => {
    setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
    target.answer(() => (response) => response.writeHead(302, { location: target.url }).end());
    expect(await sendRequest(target.url, {}, '{}')).toMatchObject({
      status: 302,
      problem: 'Answered with 302: redirects are not followed.',
    });
    target.answer(() => (response) => response.writeHead(200).end('\u0000é'.repeat(20_000)));
    const long = await sendRequest(target.url, {}, '{}');
    expect(long).toMatchObject({ status: 200, problem: null, isBodyCut: true });
    expect(Buffer.byteLength(long.responseBody ?? '')).toBeLessThan(32_768);
    expect(long.responseBody).not.toContain('\u0000');
    target.answer(() => () => undefined);
    expect((await sendRequest(target.url, {}, '{}', { timeoutMs: 200 })).problem).toMatch(/^No answer within/);
    target.answer(() => (response) => response.destroy());
    expect((await sendRequest(target.url, {}, '{}')).problem).toBe('The connection broke off before an answer came.');
    // What breaks off after its status is an answer.
    target.answer(() => (response) => response.writeHead(200).write('begun', () => response.destroy()));
    const begun = await sendRequest(target.url, {}, '{}');
    expect(begun).toMatchObject({ status: 200, responseBody: 'begun', isBodyCut: true, problem: null });
  });
});
