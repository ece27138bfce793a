import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { databaseUrl } from '#lib/env.ts';
import type { ImportOrder } from './import-process.ts';

/** The process's own program, found from the project's root: what is bundled elsewhere is no program. */
const PROGRAM = 'lib/imports/import-process.ts';
/** Batches live shortly: a nursery that holds some of them saves moving them, and a bounded heap keeps a file from growing it. */
const NODE_ARGUMENTS = ['--max-semi-space-size=16', '--max-old-space-size=512'];
/** Whoever waits for a page goes before whoever waits for a file. */
const NICENESS = 5;
const GIVE_UP_MS = 15_000;

/** Has a process of its own work on an import; resolves when it has ended, with whether it ended well. The signal asks it to end. */
export async function runImportProcess(tenantId: string, id: string, signal: AbortSignal): Promise<boolean> {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, path.resolve(PROGRAM)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    windowsHide: true,
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', () => resolve(false));
  });
  try {
    if (child.pid !== undefined) os.setPriority(child.pid, NICENESS);
  } catch {
    // Not every system lets it; the import then goes at the pace of everybody.
  }
  let force: NodeJS.Timeout | undefined;
  const stop = () => {
    if (child.connected) child.disconnect();
    force = setTimeout(() => child.kill('SIGKILL'), GIVE_UP_MS);
  };
  const order: ImportOrder = { databaseUrl: databaseUrl(), tenantId, id };
  child.send(order, () => undefined);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const isWell = await ended;
  clearTimeout(force);
  signal.removeEventListener('abort', stop);
  return isWell;
}
