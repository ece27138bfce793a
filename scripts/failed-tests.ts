type VitestFile = {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages?: readonly string[] }[];
};

type PlaywrightSuite = {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: PlaywrightSpec[];
};

type PlaywrightSpec = {
  title: string;
  ok: boolean;
  file: string;
  tests: { status?: string; results: PlaywrightTry[] }[];
};

type PlaywrightTry = {
  status?: string;
  error?: { message?: string };
  errors?: { message?: string }[];
};

type PlaywrightReport = { suites: readonly PlaywrightSuite[] } | null;

/** Takes Vitest's JSON report; gives a line for each test that failed, with its file and the first line of why. */
export function failedInVitest(report: { testResults: readonly VitestFile[] } | null): string[] {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [lineOf(file.name, 'the whole file', file.message)];
    return failed.map((test) => lineOf(file.name, test.fullName, test.failureMessages?.[0]));
  });
}

/** The same of Playwright's JSON report. */
export function failedInPlaywright(report: PlaywrightReport): string[] {
  return (report?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => lineOf(file, title, tests[0]?.results.at(-1)?.error?.message));
}

/** A line for each test that passed only when it was tried again, which counts as failed, with why it failed at first. */
export function unsteadyInPlaywright(report: PlaywrightReport): string[] {
  return flakySpecs(report)
    .filter((spec) => !isLostByBrowser(spec))
    .map(({ file, title, tests }) => lineOf(file, title, tests[0]?.results[0]?.error?.message));
}

/**
 * A line for each test whose first try the browser lost. After a click Playwright asks the page what was hit; once in some
 * ten thousand clicks the packaged browser never answers, though the page lives on. Playwright takes the page's closing at
 * the end of the test's time for the answer, and the next action finds no page. What the product is to blame for looks
 * otherwise: whoever waits for a control that does not come, or for a page that hangs, is told what was waited for.
 */
export function lostInPlaywright(report: PlaywrightReport): string[] {
  return flakySpecs(report)
    .filter(isLostByBrowser)
    .map(({ file, title }) => lineOf(file, title, undefined));
}

function flakySpecs(report: PlaywrightReport): PlaywrightSpec[] {
  return (report?.suites ?? []).flatMap(specsOf).filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
}

function isLostByBrowser({ tests }: PlaywrightSpec): boolean {
  const tries = tests.flatMap(({ results }) => results).filter(({ status }) => status !== 'passed');
  return tries.length > 0 && tries.every(isLost);
}

function isLost({ status, errors = [] }: PlaywrightTry): boolean {
  const [time = '', closed = '', ...others] = errors.map(({ message = '' }) => message.replace(COLOURS, ''));
  return (
    status === 'timedOut' &&
    others.length === 0 &&
    /^Test timeout of \d+ms exceeded\.$/.test(time.trim()) &&
    /^Error: locator\.\w+: Target page, context or browser has been closed\n/.test(closed) &&
    !closed.includes('Call log:')
  );
}

function specsOf(suite: PlaywrightSuite): PlaywrightSpec[] {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the runners colour their messages
const COLOURS = /\u001b\[\d+m/g;

function lineOf(file: string, test: string, message: string | undefined): string {
  const [why = ''] = (message ?? '').replace(COLOURS, '').trim().split('\n');
  return `${file} › ${test}${why === '' ? '' : `: ${why}`}`;
}
