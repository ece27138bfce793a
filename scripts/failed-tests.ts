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
  attachments?: { name: string }[];
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
 * A line for each test whose first try the browser lost. Once in some thousand pages the packaged browser draws no frame
 * after the page was loaded until somebody takes a picture, and Playwright, which awaits two frames before it presses
 * anything, waits in vain; or it never tells what was hit by a click, for which Playwright takes the page's closing at the
 * end of the test's time, so that the next action finds no page. The page lives in both: a picture of it was taken. What the
 * product is to blame for looks otherwise: a control that never comes, is hidden, disabled or moves is told of in the log,
 * and of a page that hangs no picture can be taken.
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

function isLost({ status, errors = [], attachments = [] }: PlaywrightTry): boolean {
  const [time = '', action = '', ...others] = errors.map(({ message = '' }) => message.replace(COLOURS, ''));
  return (
    status === 'timedOut' &&
    others.length === 0 &&
    attachments.some(({ name }) => name === 'screenshot') &&
    /^Test timeout of \d+ms exceeded\.$/.test(time.trim()) &&
    (isWithoutPage(action) || isWithoutFrame(action))
  );
}

function isWithoutPage(action: string): boolean {
  return (
    /^Error: locator\.\w+: Target page, context or browser has been closed\n/.test(action) &&
    !action.includes('Call log:')
  );
}

function isWithoutFrame(action: string): boolean {
  return /^Error: locator\.\w+: Test timeout of \d+ms exceeded\.\nCall log:\n(?: .*\n)* +- waiting for element to be visible, enabled and stable\n\n/.test(
    action,
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
