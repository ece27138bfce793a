import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataDir, processStartTime } from '#scripts/data-dir-lock.ts';
import { runNode } from '#tests/setup/run-process.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-lock-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function leaveLock(pid: number, startTime: string | null): void {
  writeFileSync(path.join(dataDir, 'tieout.lock'), JSON.stringify({ pid, startTime, what: 'npm start' }));
}

it('refuses a second Tieout in one sentence while the first one lives', () => {
  const lock = lockDataDir(dataDir, 'npm start');
  expect(() => lockDataDir(dataDir, 'npm run dev')).toThrow(
    `Another Tieout (npm start, process ${process.pid}) is using ${dataDir}: stop it first, or set TIEOUT_DATA_DIR (and PORT) to run a second one.`,
  );
  lock.release();
  const next = lockDataDir(dataDir, 'npm run dev');
  expect(next.wasStale).toBe(false);
  next.release();
});

it('takes over from one that was killed', async () => {
  const gone = runNode(['--eval', '0']);
  await gone.ended;
  leaveLock(gone.child.pid ?? 0, '1');
  const lock = lockDataDir(dataDir, 'npm start');
  expect(lock.wasStale).toBe(true);
  lock.release();
});

it('is not fooled by another program that got the same process number', () => {
  leaveLock(process.ppid, 'some other time');
  expect(lockDataDir(dataDir, 'npm start').wasStale).toBe(true);
});

it('takes over from a lock that was cut short in writing', () => {
  writeFileSync(path.join(dataDir, 'tieout.lock'), '{"pid":');
  expect(lockDataDir(dataDir, 'npm start').wasStale).toBe(true);
});

it('knows when a process started', () => {
  expect(processStartTime(process.pid)).toBeTruthy();
  expect(processStartTime(process.pid)).toBe(processStartTime(process.pid));
});
