import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAMILIES, lessonOf } from '#lib/causes/diagnose.ts';
import { areMet, noteLetters, readNeeds } from '#lib/causes/rules/needed-letters.ts';

const rules = FAMILIES.flatMap((family) => family.rules);

function mayMatch(pattern: RegExp, line: string): boolean {
  noteLetters(line);
  return areMet(readNeeds(pattern));
}

describe('What a pattern needs', () => {
  test.each([
    [/too many requests/, 'too many requests', 'too many invoices'],
    [/(?:invoice|bill) is (?:paid|void)/, 'the bill is void', 'the bill is here'],
    [/invoices? (?:was )?paid/, 'invoice paid', 'invoice sent'],
    [/(?:un)?paid{1,3} [^.]{0,9}(?:bill|invoice)s?\b/, 'paid a bill', 'paid an order'],
    [/token(?! was)[a-z]{0,4}|\d{3} lost/, 'the token', 'the key'],
  ])('%s', (pattern, matched, unlike) => {
    expect([pattern.test(matched), mayMatch(pattern, matched)]).toEqual([true, true]);
    expect([pattern.test(unlike), mayMatch(pattern, unlike)]).toEqual([false, false]);
  });

  test('what may be nothing but digits, classes or optional is met by every text', () => {
    for (const pattern of [/\d{3}/, /(?:invoice)?/, /[a-z]{4}|invoice/, /ab/, /(?!token)x/]) {
      expect(mayMatch(pattern, '')).toBe(true);
    }
  });
});

test('no rule that matches a message is passed over, and nearly all that do not match are', () => {
  const lines = ['collected-1.ndjson', 'collected-17.ndjson', 'collected-25.ndjson'].flatMap((name) =>
    readFileSync(`tests/causes/corpus/${name}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => lessonOf(JSON.parse(line)).text),
  );
  const needs = rules.map(({ words }) => ({ words, needs: readNeeds(words) }));
  let [asked, matched] = [0, 0];
  for (const line of lines) {
    noteLetters(line);
    for (const rule of needs) {
      const isAsked = areMet(rule.needs);
      const isMatch = rule.words.test(line);
      if (isMatch && !isAsked) expect.fail(`${rule.words.source} was not asked of: ${line}`);
      asked += Number(isAsked);
      matched += Number(isMatch);
    }
  }
  expect(matched).toBeGreaterThan(300);
  expect(asked).toBeLessThan((lines.length * rules.length) / 10);
});
