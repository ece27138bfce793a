import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import path from 'node:path';

/** A process that a test started, and all that it has printed. */
export type TestProcess = {
  child: ChildProcess;
  output: () => string;
  /** Resolves with the exit code (or the signal's name) when it has ended and its output is complete. */
  ended: Promise<number | string>;
  /** Resolves when the output holds the text; rejects when the process ends without it. */
  printed: (text: string) => Promise<void>;
};

export const projectRoot = path.join(import.meta.dirname, '..', '..');

/** Runs Node with arguments in the project's folder; variables are added to a bare environment. */
export function runNode(
  args: string[],
  variables: Record<string, string> = {},
  options: SpawnOptions = {},
): TestProcess {
  const kept = ['PATH', 'Path', 'HOME', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'NODE_COMPILE_CACHE'];
  const inherited = Object.fromEntries(kept.map((name) => [name, process.env[name]]));
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: { ...inherited, ...variables } as NodeJS.ProcessEnv,
  });
  let text = '';
  const watchers = new Set<() => void>();
  const take = (chunk: Buffer) => {
    text += chunk.toString();
    for (const watcher of watchers) watcher();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    child,
    output: () => text,
    ended,
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => text.includes(wanted) && resolve();
        watchers.add(look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code} before it printed "${wanted}":\n${text}`)));
      }),
  };
}
