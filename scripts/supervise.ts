import { type ChildProcess, spawn } from 'node:child_process';
import { childEnvironment } from '#lib/env.ts';

const isWindows = process.platform === 'win32';
const stopTimeoutMs = 25_000;
const steadyMs = 60_000;
const longestPauseMs = 30_000;

/** How to start one of Tieout's processes. */
export type ProcessPlan = {
  name: string;
  /** Arguments for Node, the script first. */
  args: string[];
  env: Record<string, string | undefined>;
  /** Takes each line that people should read. */
  say: (line: string) => void;
};

/** A process that is started again whenever it ends by itself. */
export type Supervised = {
  /** How often it ended by itself. */
  deaths: () => number;
  pid: () => number | undefined;
  stop: () => Promise<void>;
};

function start({ args, env }: ProcessPlan): ChildProcess {
  return spawn(process.execPath, args, {
    env: childEnvironment(env),
    // The channel tells the child when this process is killed outright.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
    detached: !isWindows,
    windowsHide: true,
  });
}

/** Sends a signal to the child and to all that it started. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}

/** Starts a process and keeps it running; the pause before a new start doubles while it keeps dying. */
export function supervise(plan: ProcessPlan): Supervised {
  let child: ChildProcess;
  let timer: NodeJS.Timeout | undefined;
  let deaths = 0;
  let quickDeaths = 0;
  let isStopping = false;
  let ended: Promise<void>;

  const launch = () => {
    const startedAt = Date.now();
    child = start(plan);
    ended = new Promise((resolve) => {
      const onEnd = (how: string) => {
        resolve();
        if (isStopping) return;
        deaths += 1;
        quickDeaths = Date.now() - startedAt > steadyMs ? 1 : quickDeaths + 1;
        const pauseMs = Math.min(500 * 2 ** (quickDeaths - 1), longestPauseMs);
        plan.say(`The ${plan.name} ended (${how}); it is started again in ${pauseMs / 1000} s.`);
        timer = setTimeout(launch, pauseMs);
      };
      child.once('error', (error) => onEnd(error.message));
      child.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`));
    });
  };
  launch();

  return {
    deaths: () => deaths,
    pid: () => child.pid,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      if (child.exitCode === null && child.signalCode === null) {
        signalGroup(child, 'SIGTERM');
        const force = setTimeout(() => signalGroup(child, 'SIGKILL'), stopTimeoutMs);
        await ended;
        clearTimeout(force);
      }
      // What the child itself had started and left behind.
      if (!isWindows) signalGroup(child, 'SIGKILL');
    },
  };
}
