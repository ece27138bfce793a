type VitestFile = {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages?: readonly string[] }[];
};

type PlaywrightSuite = {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; ok: boolean; file: string; tests: { results: { error?: { message?: string } }[] }[] }[];
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
  return (report?.suites ?? []).flatMap(failedInSuite);
}

function failedInSuite(suite: PlaywrightSuite): string[] {
  const own = (suite.specs ?? [])
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => lineOf(file, title, tests[0]?.results.at(-1)?.error?.message));
  return [...own, ...(suite.suites ?? []).flatMap(failedInSuite)];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the runners colour their messages
const COLOURS = /\u001b\[\d+m/g;

function lineOf(file: string, test: string, message: string | undefined): string {
  const [why = ''] = (message ?? '').replace(COLOURS, '').trim().split('\n');
  return `${file} › ${test}${why === '' ? '' : `: ${why}`}`;
}
