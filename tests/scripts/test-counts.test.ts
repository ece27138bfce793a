import { expect, it } from 'vitest';
import { addCounts, countPlaywright, countStep, countVitest } from '#scripts/test-counts.ts';

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

it('adds up every runner', () => {
  const browser = countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 2 } }, false);
  expect(addCounts([countStep(true), countStep(false), countVitest(vitest, true), browser])).toEqual({
    passed: 9,
    failed: 2,
    skipped: 3,
  });
});

it('counts a test file that cannot be loaded as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(countVitest({ ...vitest, testResults }, false).failed).toBe(1);
});

it('never takes a runner that failed for one that passed', () => {
  expect(countVitest(vitest, false).failed).toBe(1);
  expect(countVitest(null, true).failed).toBe(1);
  expect(countPlaywright(null, true).failed).toBe(1);
  expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, false).failed).toBe(1);
});

it('takes a browser test that passed at a second try for a failure', () => {
  expect(countPlaywright({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }, true).failed).toBe(1);
});
