/** How many tests of a run passed, failed and were skipped. */
export type TestCounts = { passed: number; failed: number; skipped: number };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};

/** One step that passes or fails as a whole. */
export function countStep(hasPassed: boolean): TestCounts {
  return { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: 0 };
}

/** A runner that failed without saying which test did (it crashed, or found none) still counts as a failure. */
function withExit(counts: TestCounts, hasPassed: boolean): TestCounts {
  return hasPassed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** Reads Vitest's JSON report; null stands for a report that was never written. */
export function countVitest(report: VitestReport | null, hasPassed: boolean): TestCounts {
  if (!report) return countStep(false);
  // A file that cannot even be loaded has no tests to fail.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return withExit(counts, hasPassed);
}

/** Reads Playwright's JSON report; a test that passed only when tried again has failed. */
export function countPlaywright(report: PlaywrightReport | null, hasPassed: boolean): TestCounts {
  if (!report) return countStep(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withExit({ passed: expected, failed: unexpected + flaky, skipped }, hasPassed);
}

/** Adds counts up. */
export function addCounts(all: readonly TestCounts[]): TestCounts {
  const sum = (name: keyof TestCounts) => all.reduce((total, counts) => total + counts[name], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
