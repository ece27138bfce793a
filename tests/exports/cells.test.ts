import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CELL_TEXT_MAX,
  dayCell,
  differenceCell,
  escapeText,
  fitText,
  formulaCell,
  instantCell,
  isTooLong,
  moneyCell,
  shortNumber,
  textCell,
} from '#lib/exports/cells.ts';
import { differenceStyle, moneyStyle, STYLE } from '#lib/exports/styles.ts';

/** What ECMA-376 says a reader makes of the text of a cell. */
function readText(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

describe('escapeText', () => {
  test.each([
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['bell\u0007', 'bell_x0007_'],
    ['a\r\nb', 'a_x000D_\nb'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['_x0041_', '_x005F_x0041_'],
    ['_x00g1_ _x41_', '_x00g1_ _x41_'],
    ['\ufffe\uffff', '_xFFFE__xFFFF_'],
    ['half \ud800 pair', 'half \ufffd pair'],
    ['whole 😀 pair', 'whole 😀 pair'],
  ])('writes %j as %j', (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  test('gives any text that XML can hold, and a reader reads the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = escapeText(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|<|&(?!amp;|lt;|gt;)/);
        expect(readText(xml)).toBe(text.toWellFormed());
      }),
    );
  });
});

describe('fitText', () => {
  test('leaves what fits', () => {
    const text = 'x'.repeat(CELL_TEXT_MAX);
    expect(fitText(text)).toBe(text);
  });

  test('cuts what does not, and says so within the limit', () => {
    const cut = fitText('x'.repeat(65_536));
    expect(cut).toHaveLength(CELL_TEXT_MAX);
    expect(cut).toMatch(/x … \[cut: 65,536 characters, whole in Tieout\]$/);
  });

  test('does not cut a character in two', () => {
    for (const before of ['', 'x']) {
      const cut = fitText(before + '😀'.repeat(20_000));
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(CELL_TEXT_MAX);
    }
  });
});

describe('A text', () => {
  test.each(['=1+1', '+1', '-1', '@A1', '0042', '1e5', '2026-01-01', 'TRUE'])('%s stays text', (text) => {
    expect(textCell('A2', text)).toBe(`<c r="A2" s="${STYLE.text}" t="inlineStr"><is><t>${text}</t></is></c>`);
  });

  test.each([' before', 'after ', 'two  spaces', 'two\nlines'])('keeps its spaces: %j', (text) => {
    expect(textCell('A2', text)).toContain(`<t xml:space="preserve">${text}</t>`);
  });
});

describe('Money', () => {
  test.each([
    ['1250.0000', 'USD', '1250', 2],
    ['-0.0500', 'USD', '-0.05', 2],
    ['0.0005', 'USD', '0.0005', 4],
    ['1250.0000', 'JPY', '1250', 0],
    ['1250.5000', 'JPY', '1250.5', 1],
    ['1.2340', 'KWD', '1.234', 3],
    ['7.0000', null, '7', 2],
    ['-0.0000', 'USD', '0', 2],
    ['12345678901.2345', 'USD', '12345678901.2345', 4],
    ['123456789012345.0000', 'USD', '123456789012345', 2],
  ])('%s %s is the number %s with %i decimals', (amount, currency, number, decimals) => {
    expect(moneyCell('C5', amount, currency)).toBe(`<c r="C5" s="${moneyStyle(decimals)}"><v>${number}</v></c>`);
  });

  test.each(['123456789012.3456', '-999999999999999.9999', '100000000000.0001'])(
    '%s has more digits than Excel keeps: marked text',
    (amount) => {
      expect(moneyCell('C5', amount, 'USD')).toBe(textCell('C5', amount, STYLE.longNumber));
    },
  );

  test('is only too long where a float would change it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 19n) + 1n, max: 10n ** 19n - 1n }), (units) => {
        const digits = String(units < 0n ? -units : units).padStart(5, '0');
        const number = shortNumber(`${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`);
        if (!isTooLong(number)) expect(Number(Number(number).toPrecision(15))).toBe(Number(number));
        expect(shortNumber(number)).toBe(number);
      }),
    );
  });
});

test('a difference is a formula with its value, or a value where no formula can calculate it', () => {
  expect(differenceCell('H2', '-0.0100', 'USD', 'ROUND(G2-F2,4)')).toBe(
    `<c r="H2" s="${differenceStyle(2)}"><f>ROUND(G2-F2,4)</f><v>-0.01</v></c>`,
  );
  expect(differenceCell('H2', '0.0001', 'USD', null)).toBe(`<c r="H2" s="${differenceStyle(4)}"><v>0.0001</v></c>`);
  expect(formulaCell('A1', 'COUNTIFS(A:A,"<5")', 1, 0)).toContain('<f>COUNTIFS(A:A,"&lt;5")</f>');
});

test('days and instants are serial numbers; a day that Excel does not know is text', () => {
  expect(dayCell('A2', '2026-10-31')).toBe(`<c r="A2" s="${STYLE.day}"><v>46326</v></c>`);
  expect(dayCell('A2', '1900-03-01')).toBe(`<c r="A2" s="${STYLE.day}"><v>61</v></c>`);
  expect(dayCell('A2', '1900-02-28')).toBe(textCell('A2', '1900-02-28'));
  expect(instantCell('A2', Date.UTC(2026, 9, 31, 6))).toBe(`<c r="A2" s="${STYLE.instant}"><v>46326.25</v></c>`);
});
