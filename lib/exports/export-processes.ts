import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { databaseUrl } from '#lib/env.ts';
import type { ExportOrder } from './export-job.ts';

/** The process's own program, found from the project's root: what is bundled elsewhere is no program. */
const PROGRAM = 'lib/exports/export-process.ts';
/** Small heaps: garbage is collected more often, and memory stays far below the limit whatever the number of rows. */
const NODE_ARGUMENTS = ['--max-semi-space-size=16', '--max-old-space-size=160'];
/** Whoever waits for a page goes before whoever waits for a file. */
const NICENESS = 10;
/** Who exported once often exports again; after that the memory is worth more than the half second. */
const KEPT_READY_MS = 5 * 60_000;

type Ready = { child: ChildProcess; forget: NodeJS.Timeout };

// Routes are bundled apart; what they share is the process.
const kept = globalThis as { tieoutReadyExport?: Ready };

/** Gives a process that can be told to write an export: the one that is kept ready, or a new one. */
export function takeExportProcess(): ChildProcess {
  const ready = forgetReady();
  if (ready === null) return startProcess();
  ready.ref();
  ready.channel?.ref();
  return ready;
}

/** Keeps one process ready for the next export, which then begins at once and with compiled code. */
export function keepExportProcess(): void {
  if (kept.tieoutReadyExport !== undefined) return;
  const child = startProcess();
  const forget = setTimeout(() => forgetReady()?.disconnect(), KEPT_READY_MS).unref();
  kept.tieoutReadyExport = { child, forget };
  const lost = () => {
    if (kept.tieoutReadyExport?.child === child) forgetReady();
  };
  child.once('error', lost);
  child.once('exit', lost);
  child.send({ type: 'prepare', databaseUrl: databaseUrl() } satisfies ExportOrder, () => undefined);
  // It keeps nobody from ending, and ends with whoever keeps it.
  child.unref();
  child.channel?.unref();
}

function forgetReady(): ChildProcess | null {
  const ready = kept.tieoutReadyExport;
  if (ready === undefined) return null;
  clearTimeout(ready.forget);
  delete kept.tieoutReadyExport;
  return ready.child.connected ? ready.child : null;
}

function startProcess(): ChildProcess {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, path.resolve(PROGRAM)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    windowsHide: true,
  });
  try {
    if (child.pid !== undefined) os.setPriority(child.pid, NICENESS);
  } catch {
    // Not every system lets it; the export then goes at the pace of everybody.
  }
  return child;
}
