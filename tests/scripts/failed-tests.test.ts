import { expect, it } from 'vitest';
import { failedInPlaywright, failedInVitest, unsteadyInPlaywright } from '#scripts/failed-tests.ts';

it('names each failed test of Vitest, and a file that can’t be loaded', () => {
  const passed = { status: 'passed', fullName: 'adds' };
  const failed = { status: 'failed', fullName: 'sums up', failureMessages: ['\u001b[31mexpected 1\u001b[39m\nat x'] };
  const testResults = [
    { name: 'a.test.ts', status: 'failed', assertionResults: [passed, failed] },
    { name: 'b.test.ts', status: 'failed', message: 'No such file\nat y', assertionResults: [] },
    { name: 'c.test.ts', status: 'passed', assertionResults: [passed] },
  ];
  expect(failedInVitest({ testResults })).toEqual([
    'a.test.ts › sums up: expected 1',
    'b.test.ts › the whole file: No such file',
  ]);
});

it('names each failed test of Playwright, however deep', () => {
  const spec = (title: string, ok: boolean) => ({
    title,
    ok,
    file: 'x.spec.ts',
    tests: [{ results: [{ error: { message: 'first' } }, { error: { message: 'last\nmore' } }] }],
  });
  const suites = [{ title: 'x', specs: [spec('a', true)], suites: [{ title: 'y', specs: [spec('b', false)] }] }];
  expect(failedInPlaywright({ suites })).toEqual(['x.spec.ts › b: last']);
});

it('names each test of Playwright that passed only when tried again, with why it failed at first', () => {
  const spec = (title: string, status: string) => ({
    title,
    ok: true,
    file: 'x.spec.ts',
    tests: [{ status, results: [{ error: { message: 'slow\nat y' } }, {}] }],
  });
  const suites = [{ title: 'x', specs: [spec('a', 'expected'), spec('b', 'flaky')] }];
  expect(unsteadyInPlaywright({ suites })).toEqual(['x.spec.ts › b: slow']);
  expect(failedInPlaywright({ suites })).toEqual([]);
});

it('says nothing where there is no report', () => {
  expect(failedInVitest(null)).toEqual([]);
  expect(failedInPlaywright(null)).toEqual([]);
});
