import { expect, it } from 'vitest';
import { failedInPlaywright, failedInVitest, lostInPlaywright, unsteadyInPlaywright } from '#scripts/failed-tests.ts';

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

it('tells a first try that the browser lost from one that waited in vain', () => {
  const time = { message: '\u001b[31mTest timeout of 60000ms exceeded.\u001b[39m' };
  const code = '\n\n  78 |   await first;\n> 79 |   await second;\n';
  const closed = 'Error: locator.click: Target page, context or browser has been closed';
  const log = (...lines: string[]) =>
    `Error: locator.click: Test timeout of 60000ms exceeded.\nCall log:\n${lines.map((line) => `\u001b[2m  ${line}\u001b[22m\n`).join('')}`;
  const frames = '  - waiting for element to be visible, enabled and stable';
  const isTaken = [{ name: 'screenshot' }];
  const spec = (title: string, messages: string[], status = 'timedOut', attachments = isTaken) => ({
    title,
    ok: true,
    file: 'x.spec.ts',
    tests: [
      {
        status: 'flaky',
        results: [
          { status, error: time, errors: [time, ...messages.map((message) => ({ message }))], attachments },
          { status: 'passed', errors: [] },
        ],
      },
    ],
  });
  const specs = [
    spec('no answer', [closed + code]),
    spec('no frame', [log('- waiting for getByRole()', frames) + code]),
    spec('in vain', [log('- waiting for getByRole()') + code]),
    spec('hidden', [log('- waiting for getByRole()', frames, '  - element is not visible') + code]),
    spec('hidden again', [log(frames, '  - element is not visible', '  - waiting 500ms') + code]),
    spec('closed while it waited', [`${closed}\nCall log:\n  - waiting for getByRole()${code}`]),
    spec('hangs', [log('- waiting for getByRole()', frames) + code], 'timedOut', []),
    spec('and more', [closed + code, 'Error: expect(received).toEqual(expected)']),
    spec('closed by itself', [closed + code], 'failed'),
    spec('slow', []),
  ];
  const report = { suites: [{ title: 'x', specs }] };
  expect(lostInPlaywright(report)).toEqual(['x.spec.ts › no answer', 'x.spec.ts › no frame']);
  expect(unsteadyInPlaywright(report)).toHaveLength(specs.length - 2);
});

it('says nothing where there is no report', () => {
  expect(failedInVitest(null)).toEqual([]);
  expect(failedInPlaywright(null)).toEqual([]);
});
