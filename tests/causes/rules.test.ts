import { describe, expect, test } from 'vitest';
import { CAUSES } from '#lib/causes/causes.ts';
import { diagnose, FAMILIES } from '#lib/causes/diagnose.ts';
import { decodeText, normalise } from '#lib/causes/reading/plain-text.ts';
import { STATE_AFTER, STATE_BEFORE, THINGS } from '#lib/causes/rules/states.ts';
import { worstGap } from './pattern-cost.ts';

const rules = FAMILIES.flatMap((family) => family.rules.map((rule) => ({ rule })));
const patterns = [
  ...rules.flatMap(({ rule }) => (rule.unless ? [rule.words, rule.unless] : [rule.words])),
  ...Object.values(THINGS),
  STATE_BEFORE,
  STATE_AFTER,
];

test('every example of a rule is diagnosed as its cause', () => {
  const wrong = rules.flatMap(({ rule }) =>
    rule.examples
      .map((example) => ({ example, wanted: rule.cause, got: diagnose({ raw: example }).cause }))
      .filter(({ wanted, got }) => wanted !== got),
  );
  expect(wrong).toEqual([]);
});

test('every rule matches an example of its own', () => {
  const wrong = rules.filter(
    ({ rule }) => !rule.examples.some((example) => rule.words.test(normalise(decodeText(example)))),
  );
  expect(wrong.map(({ rule }) => rule.words.source)).toEqual([]);
});

test('every cause but unknown has a rule or a thing that leads to it', () => {
  const led = new Set(rules.map(({ rule }) => rule.cause));
  expect(CAUSES.filter((cause) => cause !== 'unknown' && !led.has(cause))).toEqual([]);
});

describe('No rule can be made to run away', () => {
  test('no pattern repeats without a bound, nor repeats a repetition', () => {
    const unbounded = patterns.filter(({ source }) => worstGap(source) === Number.POSITIVE_INFINITY);
    expect(unbounded.map(({ source }) => source)).toEqual([]);
  });

  test('no gap in a pattern is longer than 120 characters', () => {
    expect(patterns.filter(({ source }) => worstGap(source) > 120).map(({ source }) => source)).toEqual([]);
  });

  test('the check finds what it is for', () => {
    expect(worstGap('a+b')).toBe(Number.POSITIVE_INFINITY);
    expect(worstGap('(?:a{0,9}){0,9}')).toBe(Number.POSITIVE_INFINITY);
    expect(worstGap('[^*+]{0,40}a?\\+')).toBe(40);
  });
});
