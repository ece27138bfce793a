import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExplainedDocument, ExplainedLine, ExplainedRecord } from '#lib/amounts/amount-contract.ts';
import { explainDifference } from '#lib/amounts/explain-difference.ts';
import { type Amount, differenceOf, sumOf, toAmount } from '#lib/core/money.ts';

const AT = '2026-11-01T10:00:00.000Z';
const LATER = '2026-11-05T10:00:00.000Z';

function record(amount: string, synced: string | null, more: Partial<ExplainedRecord> = {}): ExplainedRecord {
  return {
    amount: toAmount(amount),
    currency: 'USD',
    syncedAmount: synced === null ? null : toAmount(synced),
    syncedCurrency: synced === null ? null : 'USD',
    syncedAt: AT,
    isChangedSinceSync: false,
    ...more,
  };
}

function line(
  lineNo: number,
  amount: string,
  more: { tax?: string; synced?: string; description?: string } = {},
): ExplainedLine {
  const { tax, synced, description = `Line ${lineNo}` } = more;
  const of = (text: string | undefined) => (text === undefined ? null : toAmount(text));
  return { lineNo, description, amount: toAmount(amount), taxAmount: of(tax), syncedAmount: of(synced) };
}

type Held = { description: string | null; amount: string; tax?: string };

function document(total: string, held: Held[], more: Partial<ExplainedDocument> = {}): ExplainedDocument {
  const lines = held.map(({ description, amount, tax }) => ({
    description,
    amount: toAmount(amount),
    taxAmount: tax === undefined ? null : toAmount(tax),
    isTaxIncluded: false,
  }));
  return {
    total: toAmount(total),
    taxTotal: null,
    discount: null,
    currency: 'USD',
    status: 'open',
    updatedAt: AT,
    ...more,
    lines,
  };
}

const LINES = [line(1, '110.00'), line(2, '30.00'), line(3, '10.00')];
const HELD = LINES.map(({ description, amount }) => ({ description, amount: amount as string }));

const told = (found: ReturnType<typeof explainDifference>) =>
  found?.parts.map(({ reason, amount, lineNos, certainty }) => [reason, amount, lineNos.join(), certainty]);

describe('A difference is explained', () => {
  test('by nothing where nothing differs, or nothing is known', () => {
    expect(explainDifference(record('150', '150'), LINES, document('150', HELD))).toBeNull();
    expect(explainDifference(record('150', null), LINES, null)).toBeNull();
    expect(explainDifference({ ...record('150', '1'), amount: null }, LINES, null)).toBeNull();
  });

  test('by what the job told of each line', () => {
    const synced = (third: string) => [
      line(1, '110', { synced: '110' }),
      line(2, '30', { synced: '30' }),
      line(3, '10', { synced: third }),
    ];
    const explain = (total: string, third: string, more: Partial<ExplainedLine> = {}) =>
      told(
        explainDifference(
          record('150', total),
          synced(third).map((one) => (one.lineNo === 3 ? { ...one, ...more } : one)),
          null,
        ),
      );
    expect(explain('140', '0')).toEqual([['dropped_line', '-10.0000', '3', 'sure']]);
    expect(explain('149.99', '9.99')).toEqual([['rounding', '-0.0100', '3', 'sure']]);
    expect(explain('149.99', '9.99', { taxAmount: toAmount('1') })).toEqual([['tax_rounding', '-0.0100', '3', 'sure']]);
    expect(explain('149', '9', { taxAmount: toAmount('1') })).toEqual([['tax_left_out', '-1.0000', '3', 'sure']]);
    expect(explain('151', '11', { taxAmount: toAmount('1') })).toEqual([['tax_on_top', '1.0000', '3', 'sure']]);
    expect(explain('148', '8')).toEqual([['discount', '-2.0000', '3', 'likely']]);
    // Of a few coins any percentage would fit.
    expect(explain('149.8', '9.8')).toEqual([['line_amount', '-0.2000', '3', 'sure']]);
    expect(explain('153.33', '13.33')).toEqual([['line_amount', '3.3300', '3', 'sure']]);
  });

  test('by the lines of the document in the ledger, where no job told of lines', () => {
    const explain = (total: string, held: Held[], more: Partial<ExplainedDocument> = {}) =>
      told(explainDifference(record('150', total), LINES, document(total, held, more)));
    expect(explain('120', [HELD[0]!, HELD[2]!])).toEqual([['dropped_line', '-30.0000', '2', 'sure']]);
    expect(explain('145', [...HELD, { description: 'Discount', amount: '-5' }])).toEqual([
      ['discount', '-5.0000', '', 'sure'],
    ]);
    expect(explain('155', [...HELD, { description: 'Fee', amount: '5' }])).toEqual([
      ['added_line', '5.0000', '', 'sure'],
    ]);
    expect(explain('147.8', [{ description: 'Line 1', amount: '107.8' }, HELD[1]!, HELD[2]!])).toEqual([
      ['discount', '-2.2000', '1', 'likely'],
    ]);
    // Tax on top of lines that are the same.
    expect(explain('162', HELD, { taxTotal: toAmount('12') })).toEqual([['tax_on_top', '12.0000', '', 'sure']]);
    expect(explain('145', HELD, { discount: toAmount('5') })).toEqual([['discount', '-5.0000', '', 'sure']]);
  });

  test('by tax, coins or a missing line, where sums alone are known', () => {
    const taxed = [line(1, '110', { tax: '10' }), line(2, '33', { tax: '3' })];
    expect(told(explainDifference(record('143', '130'), taxed, null))).toEqual([
      ['tax_left_out', '-13.0000', '', 'likely'],
    ]);
    expect(told(explainDifference(record('143', '156'), taxed, null))).toEqual([
      ['tax_on_top', '13.0000', '', 'likely'],
    ]);
    expect(told(explainDifference(record('143', '143.02'), taxed, null))).toEqual([
      ['tax_rounding', '0.0200', '', 'likely'],
    ]);
    expect(told(explainDifference(record('150', '120'), LINES, null))).toEqual([
      ['dropped_line', '-30.0000', '2', 'likely'],
    ]);
    expect(told(explainDifference(record('150', '77', { isChangedSinceSync: true }), LINES, null))).toEqual([
      ['changed_here', '-73.0000', '', 'likely'],
    ]);
    expect(explainDifference(record('150', '77'), LINES, null)).toEqual({
      difference: '-73.0000',
      parts: [],
      rest: '-73.0000',
    });
  });

  test('by what became of it in the ledger since', () => {
    const now = (total: string, more: Partial<ExplainedDocument>) =>
      explainDifference(record('150', '150'), LINES, document(total, HELD, { updatedAt: LATER, ...more }));
    expect(now('162.5', {})).toMatchObject({
      difference: '12.5000',
      parts: [{ reason: 'edited_in_ledger', amount: '12.5000', certainty: 'sure' }],
      rest: '0.0000',
    });
    expect(told(now('0', { status: 'voided' }))).toEqual([['voided', '-150.0000', '', 'sure']]);
    expect(told(now('150', { status: 'deleted' }))).toEqual([['deleted', '-150.0000', '', 'sure']]);
    // Written short, and changed after.
    expect(
      told(
        explainDifference(
          record('150', '140'),
          [line(1, '140', { synced: '140' }), line(2, '10', { synced: '0' })],
          document('145', HELD, { updatedAt: LATER }),
        ),
      ),
    ).toEqual([
      ['dropped_line', '-10.0000', '2', 'sure'],
      ['edited_in_ledger', '5.0000', '', 'sure'],
    ]);
    // By hand: nobody told what was written, and the document itself says it.
    expect(told(explainDifference(record('150', null), LINES, document('140', HELD.slice(0, 2))))).toEqual([
      ['dropped_line', '-10.0000', '3', 'sure'],
    ]);
    expect(explainDifference(record('150', null), LINES, document('150', HELD))).toBeNull();
  });

  test('by its currency, and is then no number', () => {
    const foreign = explainDifference(record('150', '200', { syncedCurrency: 'CAD' }), LINES, null);
    expect(foreign).toMatchObject({ difference: null, rest: null, parts: [{ reason: 'currency', amount: null }] });
    expect(
      explainDifference(record('150', null), LINES, document('150', HELD, { currency: 'AUD' }))?.parts[0]?.reason,
    ).toBe('currency');
  });
});

test('whatever comes, the parts and the rest make up the whole difference, and no line is told of that is not there', () => {
  const cents = fc.integer({ min: -200_000, max: 2_000_000 }).map((n) => (n / 100).toFixed(2));
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const lines = fc.array(
    fc.record({
      amount: cents,
      tax: maybe(cents),
      synced: maybe(cents),
      description: fc.constantFrom('Linehaul', 'Fuel', 'Line 1', 'Discount'),
    }),
    { maxLength: 5 },
  );
  const held = fc.option(
    fc.record({
      total: cents,
      lines: fc.array(
        fc.record({
          description: fc.constantFrom('Linehaul', 'Fuel', 'Discount', null),
          amount: cents,
          tax: maybe(cents),
        }),
        { maxLength: 5 },
      ),
      status: fc.constantFrom('open', 'paid', 'voided', 'deleted', 'draft'),
      taxTotal: fc.option(cents),
      discount: fc.option(cents),
      isTaxIncluded: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(
      fc.option(cents),
      fc.option(cents),
      lines,
      held,
      fc.boolean(),
      (amount, synced, given, one, isChangedSinceSync) => {
        const own = given.map(({ amount: of, ...more }, index) => line(index + 1, of, more));
        const total = amount ?? sumOf(own.map((each) => each.amount as Amount));
        const of = (text: string | null) => (text === null ? null : toAmount(text));
        const there =
          one === null
            ? null
            : {
                ...document(one.total, one.lines, {
                  status: one.status as 'open',
                  taxTotal: of(one.taxTotal),
                  discount: of(one.discount),
                }),
              };
        if (there !== null) for (const each of there.lines) each.isTaxIncluded = one?.isTaxIncluded ?? false;
        const found = explainDifference(record(total, synced, { isChangedSinceSync }), own, there);
        if (found === null) return;
        const gone = there?.status === 'voided' || there?.status === 'deleted';
        const inLedger = there === null ? toAmount(synced ?? '0') : gone ? toAmount('0') : (there.total as Amount);
        expect(found.difference).toBe(differenceOf(toAmount(total), inLedger));
        expect(sumOf([...found.parts.map((part) => part.amount as Amount), found.rest as Amount])).toBe(
          found.difference,
        );
        const numbers = own.map(({ lineNo }) => lineNo);
        for (const part of found.parts) expect(numbers).toEqual(expect.arrayContaining(part.lineNos));
      },
    ),
    { numRuns: 500 },
  );
});
