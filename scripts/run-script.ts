import { EnvError } from '#lib/env.ts';

/** A foreseen mistake: people see its one sentence and nothing else. */
export class PlainError extends Error {
  override name = 'PlainError';
}

/** Writes a line for people to the terminal. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** What to print of an error: the sentence of a foreseen one, everything of any other. */
export function describeError(error: unknown): string {
  if (error instanceof PlainError || error instanceof EnvError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a script's main function and ends the process with its exit code, or with 1 and the error in words. */
export async function runScript(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  }
  // Handles of a half-done start (sockets, timers) must not keep a failed command alive; what was said must get out first.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}
