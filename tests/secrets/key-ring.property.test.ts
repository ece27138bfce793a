import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { EnvError, env, setEnvironment } from '#lib/env.ts';
import { openFor, ringKeyIds, SealError, type SecretOwner, sealFor, sealingKeyId } from '#lib/secrets/key-ring.ts';

const [OLD, NEW] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64url')];
const SECRET = 'a-secret-for-tests-of-more-than-32-characters';

const owner: fc.Arbitrary<SecretOwner> = fc.record({
  purpose: fc.constantFrom('ledger_grant' as const, 'connect_attempt' as const, 'webhook' as const, 'channel' as const),
  tenantId: fc.uuid(),
  id: fc.uuid(),
});

function isRefused(open: () => string): boolean {
  try {
    open();
    return false;
  } catch (error) {
    return error instanceof SealError;
  }
}

beforeEach(() => setEnvironment({ AUTH_SECRET: SECRET, SECRET_KEYS: `old:${OLD}` }));

test('what is sealed for one owner opens for that one alone', () => {
  fc.assert(
    fc.property(owner, owner, fc.string({ unit: 'binary' }), (one, other, text) => {
      const { sealed, keyId } = sealFor(one, text);
      expect(openFor(one, sealed, keyId)).toBe(text);
      if (JSON.stringify(one) !== JSON.stringify(other)) {
        expect(isRefused(() => openFor(other, sealed, keyId))).toBe(true);
      }
      // Each part of an owner counts by itself.
      for (const part of [{ tenantId: other.tenantId }, { id: other.id }, { purpose: other.purpose }]) {
        const mixed = { ...one, ...part };
        if (JSON.stringify(mixed) !== JSON.stringify(one)) {
          expect(isRefused(() => openFor(mixed, sealed, keyId))).toBe(true);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('a flipped bit, a missing byte and a byte too many are refused, wherever they are', () => {
  fc.assert(
    fc.property(owner, fc.string({ maxLength: 40 }), fc.nat(), fc.nat(7), (one, text, at, bit) => {
      const { sealed, keyId } = sealFor(one, text);
      const flipped = Uint8Array.from(sealed);
      const place = at % flipped.length;
      flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
      expect(isRefused(() => openFor(one, flipped, keyId))).toBe(true);
      expect(isRefused(() => openFor(one, sealed.subarray(0, at % sealed.length), keyId))).toBe(true);
      expect(isRefused(() => openFor(one, Uint8Array.from([...sealed, 0]), keyId))).toBe(true);
    }),
  );
});

test('the same text never seals twice to the same bytes, and its bytes do not hold it', () => {
  const one: SecretOwner = { purpose: 'ledger_grant', tenantId: 'a', id: 'b' };
  const [a, b] = [sealFor(one, 'refresh-token'), sealFor(one, 'refresh-token')];
  expect(Buffer.from(a.sealed).equals(Buffer.from(b.sealed))).toBe(false);
  expect(Buffer.from(a.sealed).includes('refresh')).toBe(false);
});

test('keys change without a break: the first seals, each opens its own, and a missing one is named', () => {
  const one: SecretOwner = { purpose: 'webhook', tenantId: 'a', id: 'b' };
  setEnvironment({ SECRET_KEYS: undefined });
  const derived = sealFor(one, 'first');
  setEnvironment({ SECRET_KEYS: `old:${OLD}` });
  const old = sealFor(one, 'second');
  setEnvironment({ SECRET_KEYS: `new:${NEW}, old:${OLD}` });
  const fresh = sealFor(one, 'third');
  expect([derived.keyId, old.keyId, fresh.keyId]).toEqual(['auth', 'old', 'new']);
  expect(sealingKeyId()).toBe('new');
  expect(ringKeyIds()).toEqual(['new', 'old', 'auth']);
  expect([derived, old, fresh].map(({ sealed, keyId }) => openFor(one, sealed, keyId))).toEqual([
    'first',
    'second',
    'third',
  ]);
  setEnvironment({ SECRET_KEYS: `new:${NEW}` });
  expect(() => openFor(one, old.sealed, old.keyId)).toThrow('the key old, which is not in SECRET_KEYS');
  // Another key under the same name is not that key.
  setEnvironment({ SECRET_KEYS: `old:${NEW}` });
  expect(() => openFor(one, old.sealed, old.keyId)).toThrow(SealError);
});

test('without any key there is a sentence that says so', () => {
  setEnvironment({ AUTH_SECRET: undefined, SECRET_KEYS: undefined });
  expect(() => sealFor({ purpose: 'channel', tenantId: 'a', id: 'b' }, 'x')).toThrow(EnvError);
});

test('an error never holds the text or a key', () => {
  const one: SecretOwner = { purpose: 'webhook', tenantId: 'a', id: 'b' };
  const { sealed } = sealFor(one, 'very-secret');
  for (const keyId of ['old', 'gone']) {
    try {
      openFor({ ...one, id: 'c' }, sealed, keyId);
      expect.unreachable();
    } catch (error) {
      const { message, stack } = error as Error;
      expect(`${message} ${stack}`).not.toMatch(/very-secret/);
      expect(`${message} ${stack}`).not.toContain(env().SECRET_KEYS?.split(':')[1]);
    }
  }
});
