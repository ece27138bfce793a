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
  tests: { status?: string; results: { error?: { message?: string } }[] }[];
};

/** Takes Vitest's JSON report; gives a line for each test that failed, with its file and the first line of why. */
export function failedInVitest(report: { testResults: readonly VitestFile[] } | null): string[] {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [lineOf(file.name, 'the whole file', file.message)];
    return failed.map((test) => lineOf(file.name, test.fullName, test.failureMessages?.[0]));
  });
}

/** The same of Playwright's JSON report. */
export function failedInPlaywright(report: { suites: readonly PlaywrightSuite[] } | null): string[] {
  return (report?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => lineOf(file, title, tests[0]?.results.at(-1)?.error?.message));
}

/** A line for each test that passed only when it was tried again, which counts as failed, with why it failed at first. */
export function unsteadyInPlaywright(report: { suites: readonly PlaywrightSuite[] } | null): string[] {
  return (report?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ file, title, tests }) => lineOf(file, title, tests[0]?.results[0]?.error?.message));
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
