import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { moneyKey, sortMoney } from '#lib/problems/money-key.ts';

const units = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

function blocked(currency: string | null, amount: bigint) {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0');
  const text = `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return { currency, amount: toAmount(text), records: 1 };
}

test('keys sort as exact amounts do, also below zero and beyond what a float holds', () => {
  fc.assert(
    fc.property(units, units, (a, b) => {
      const [keyA, keyB] = [moneyKey([blocked('USD', a)], 'USD'), moneyKey([blocked('USD', b)], 'USD')];
      expect(keyA < keyB).toBe(a < b);
      expect(keyA).toMatch(/^\d{32}$/);
    }),
  );
});

test('the own currency goes before any other, the largest of others before smaller ones, and no amount last', () => {
  fc.assert(
    fc.property(units, units, units, (own, large, small) => {
      const other = moneyKey([blocked('JPY', small), blocked('EUR', large)], 'USD');
      expect(moneyKey([blocked('JPY', large), blocked('USD', own)], 'USD') > other).toBe(true);
      expect(other > moneyKey([blocked(null, 0n)], 'USD')).toBe(true);
      expect(moneyKey([blocked('EUR', large < small ? small : large)], 'USD')).toBe(other);
      const money = [blocked(null, 0n), blocked('JPY', 5n), blocked('USD', own), blocked('EUR', 7n)];
      expect(sortMoney(money, 'USD').map(({ currency }) => currency)).toEqual(['USD', 'EUR', 'JPY', null]);
    }),
  );
});
