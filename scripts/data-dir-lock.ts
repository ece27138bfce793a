import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from './run-script.ts';

type Holder = { pid: number; startTime: string | null; what: string };

/** The lock that one Tieout holds on a data directory. */
export type DataDirLock = {
  /** True when the previous holder ended without letting go, so its children may still be going down. */
  wasStale: boolean;
  release: () => void;
};

/** When a process started, in the system's own words; null when it is gone or cannot be asked. */
export function processStartTime(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      // The command's name may hold spaces and brackets, so count fields after its last bracket.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
    }
    if (process.platform === 'win32') {
      const ask = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
      return (
        execFileSync('powershell.exe', ['-NoProfile', '-Command', ask], {
          encoding: 'utf8',
          windowsHide: true,
        }).trim() || null
      );
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** True while a process of that id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function holds(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  const startTime = processStartTime(holder.pid);
  return startTime === null || holder.startTime === null || startTime === holder.startTime;
}

function createLock(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new PlainError(
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}): set TIEOUT_DATA_DIR to a folder that this user may write.`,
    );
  }
}

/**
 * Takes the data directory for this process, so that no second Tieout starts a database on it.
 * @throws PlainError when another live Tieout holds it
 */
export function lockDataDir(dataDir: string, what: string): DataDirLock {
  const file = path.join(dataDir, 'tieout.lock');
  const mine: Holder = { pid: process.pid, startTime: processStartTime(process.pid), what };
  let wasStale = false;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createLock(file, mine)) {
      return {
        wasStale,
        release: () => {
          if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
        },
      };
    }
    const holder = readHolder(file);
    if (holder && holds(holder)) {
      throw new PlainError(
        `Another Tieout (${holder.what}, process ${holder.pid}) is using ${dataDir}: stop it first, or set TIEOUT_DATA_DIR (and PORT) to run a second one.`,
      );
    }
    wasStale = true;
    rmSync(file, { force: true });
  }
  throw new PlainError(`${file} keeps coming back: another Tieout is starting on ${dataDir} at this moment.`);
}
