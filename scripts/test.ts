import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { childEnvironment, setEnvironment } from '#lib/env.ts';
import { build, isBuildFresh } from './build.ts';
import { removeDataDir, startEmbeddedPostgres } from './embedded-postgres.ts';
import { failedInPlaywright, failedInVitest, unsteadyInPlaywright } from './failed-tests.ts';
import { nextProgram } from './next-program.ts';
import { describeError, PlainError, runScript, say } from './run-script.ts';
import { untilAskedToStop } from './stop-signal.ts';
import { makeTeardown } from './teardown.ts';
import { addCounts, countPlaywright, countStep, countVitest, type TestCounts } from './test-counts.ts';

const root = path.join(import.meta.dirname, '..');
const reports = path.join(root, 'test-results');
const isWindows = process.platform === 'win32';

/** What to name at the end, since thousands of lines lie between a failure and the closing line. */
const failedTests: string[] = [];
const unsteadyTests: string[] = [];

type Run = { signal: AbortSignal; extra: string[]; variables: Record<string, string | undefined> };
type Step = { name: string; title: string; run: (run: Run) => Promise<TestCounts> };

function program(name: string, file: string): string {
  return path.join(root, 'node_modules', name, file);
}

/** Runs a Node program to its end; true when it ended well. */
async function runNode(args: string[], { signal, variables }: Run): Promise<boolean> {
  if (signal.aborted) return false;
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: childEnvironment(variables),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !isWindows,
    windowsHide: true,
  });
  const onAbort = () => {
    try {
      process.kill(isWindows ? (child.pid ?? 0) : -(child.pid ?? 0), 'SIGTERM');
    } catch {
      // It has just ended.
    }
  };
  signal.addEventListener('abort', onAbort);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  signal.removeEventListener('abort', onAbort);
  return code === 0;
}

function readReport<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

async function runVitest(run: Run): Promise<TestCounts> {
  const file = path.join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const hasPassed = await runNode([program('vitest', 'vitest.mjs'), 'run', ...reporters, ...run.extra], run);
  failedTests.push(...failedInVitest(readReport(file)));
  return countVitest(readReport(file), hasPassed);
}

async function runPlaywright(run: Run): Promise<TestCounts> {
  const file = path.join(reports, 'playwright.json');
  const cli = program('@playwright/test', 'cli.js');
  const variables = { ...run.variables, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const hasPassed = await runNode([cli, 'test', '--reporter=list,json', ...run.extra], { ...run, variables });
  failedTests.push(...failedInPlaywright(readReport(file)));
  unsteadyTests.push(...unsteadyInPlaywright(readReport(file)));
  return countPlaywright(readReport(file), hasPassed);
}

async function runBuild({ signal }: Run): Promise<TestCounts> {
  if (isBuildFresh()) say('The build is up to date.');
  else await build({ say, signal });
  return countStep(true);
}

async function runTypes(run: Run): Promise<TestCounts> {
  const hasRoutes = await runNode([nextProgram, 'typegen'], run);
  return countStep((await runNode([program('typescript', 'bin/tsc'), '--noEmit'], run)) && hasRoutes);
}

const steps: readonly Step[] = [
  {
    name: 'lint',
    title: 'Lint and format (biome)',
    run: async (run) => countStep(await runNode([program('@biomejs/biome', 'bin/biome'), 'check', '.'], run)),
  },
  { name: 'types', title: 'Types (tsc)', run: runTypes },
  { name: 'vitest', title: 'Unit and integration tests (vitest)', run: runVitest },
  { name: 'build', title: 'Production build (next)', run: runBuild },
  { name: 'playwright', title: 'Browser tests (playwright)', run: runPlaywright },
];

/** `--only vitest,lint` runs those steps alone; everything else goes on to the test runners. */
function readArguments(args: string[]): { chosen: readonly Step[]; extra: string[] } {
  const at = args.indexOf('--only');
  if (at === -1) return { chosen: steps, extra: args };
  const names = (args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new PlainError(
      `There is no step "${unknown.join(', ')}": --only takes ${steps.map(({ name }) => name).join(', ')}.`,
    );
  }
  return { chosen: steps.filter(({ name }) => names.includes(name)), extra: args.toSpliced(at, 2) };
}

/** A step that breaks counts as failed and does not keep the later ones from running. */
async function runStep(step: Step, run: Run): Promise<TestCounts> {
  try {
    return await step.run(run);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return countStep(false);
  }
}

await runScript(async () => {
  const { chosen, extra } = readArguments(process.argv.slice(2));
  setEnvironment({ NODE_ENV: 'test' });
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const teardown = makeTeardown();
  const stopping = new AbortController();
  void untilAskedToStop().then(() => stopping.abort());
  const counts: TestCounts[] = [];
  try {
    // A server of its own in a temporary directory: tests never touch a running product.
    const dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-test-'));
    chmodSync(dataDir, 0o711);
    teardown.add(() => removeDataDir(dataDir));
    const postgres = await startEmbeddedPostgres({ dataDir, say, isDurable: false });
    teardown.add(postgres.stop);
    const variables = { NODE_ENV: 'test', NEXT_TELEMETRY_DISABLED: '1', TEST_POSTGRES_URL: postgres.superuserUrl };
    for (const step of chosen) {
      if (stopping.signal.aborted) break;
      say(`\n── ${step.title}`);
      counts.push(await runStep(step, { signal: stopping.signal, extra, variables }));
    }
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    counts.push(countStep(false));
  } finally {
    await teardown.run();
  }
  if (unsteadyTests.length > 0) say(`\nPassed only when tried again:\n${unsteadyTests.join('\n')}`);
  if (failedTests.length > 0) say(`\nFailed:\n${failedTests.join('\n')}`);
  const { passed, failed, skipped } = addCounts(counts);
  const hasPassed = failed === 0 && passed > 0 && !stopping.signal.aborted;
  say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return hasPassed ? 0 : 1;
});
