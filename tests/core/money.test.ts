import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Amount,
  differenceOf,
  isAmountText,
  isNegative,
  isZero,
  sumOf,
  toAmount,
  toApiAmount,
} from '#lib/core/money.ts';
import { amountText } from '#lib/core/schemas.ts';

const units = fc.bigInt({ min: -(10n ** 19n) + 1n, max: 10n ** 19n - 1n });

function amountOf(count: bigint): Amount {
  const digits = (count < 0n ? -count : count).toString().padStart(5, '0');
  return toAmount(`${count < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

describe('Money is exact', () => {
  test('"0.10" thirty times is "3.00"', () => {
    expect(toApiAmount(sumOf(Array.from({ length: 30 }, () => toAmount('0.10'))))).toBe('3.00');
  });

  test.each(['0', '-0', '0.1', '999999999999999.9999', '-999999999999999.9999', '00012.50'])(
    '%s is an amount',
    (text) => {
      expect(isAmountText(text)).toBe(true);
    },
  );

  test.each([
    '1234567890123456',
    '0.00001',
    '1.',
    '.5',
    '+1',
    '1e3',
    '1,000',
    '1 000',
    '',
    ' 1',
    '1\n',
    '٣',
    'NaN',
    'Infinity',
    '0x10',
  ])('%j is none', (text) => {
    expect(isAmountText(text)).toBe(false);
    expect(amountText.safeParse(text).success).toBe(false);
  });

  test('a number is no amount, since it may have lost digits already', () => {
    expect(amountText.safeParse(1.5).success).toBe(false);
  });

  test('equal amounts are equal texts', () => {
    expect(toAmount('1250')).toBe(toAmount('1250.0000'));
    expect(toAmount('-0')).toBe(toAmount('0.00'));
    expect(toAmount('007.5')).toBe('7.5000');
  });

  test('sums and differences are those of whole numbers', () => {
    fc.assert(
      fc.property(fc.array(units, { maxLength: 40 }), units, units, (list, a, b) => {
        expect(sumOf(list.map(amountOf))).toBe(amountOf(list.reduce((sum, one) => sum + one, 0n)));
        expect(differenceOf(amountOf(a), amountOf(b))).toBe(amountOf(b - a));
        expect(isNegative(amountOf(a))).toBe(a < 0n);
        expect(isZero(amountOf(a))).toBe(a === 0n);
      }),
    );
  });

  test('an answer has at least two decimals and is the same amount', () => {
    fc.assert(
      fc.property(units, (count) => {
        const text = toApiAmount(amountOf(count));
        expect(text).toMatch(/^-?\d+\.\d{2,4}$/);
        expect(text).not.toMatch(/\.\d{2}\d*0$/);
        expect(toAmount(text)).toBe(amountOf(count));
      }),
    );
  });

  test('what is no amount throws', () => {
    expect(() => toAmount('12,5')).toThrow(RangeError);
  });
});
