import { expect, test } from 'vitest';
import { clientAddress } from '#lib/http/client-address.ts';

test('believes the nearest proxy, not what the sender wrote before it', () => {
  expect(clientAddress(new Headers({ 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }))).toBe('198.51.100.7');
  expect(clientAddress(new Headers({ 'x-forwarded-for': '2001:db8::1' }))).toBe('2001:db8::1');
});

test('is nothing where nothing is told, and never longer than its column', () => {
  expect(clientAddress(new Headers())).toBeNull();
  expect(clientAddress(new Headers({ 'x-forwarded-for': '' }))).toBeNull();
  expect(clientAddress(new Headers({ 'x-forwarded-for': 'x'.repeat(500) }))).toHaveLength(64);
});
