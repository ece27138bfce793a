import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runNode } from '#tests/setup/run-process.ts';

it('says in one sentence that Node is too old', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-node-'));
  const preload = path.join(folder, 'old.cjs');
  writeFileSync(preload, "Object.defineProperty(process, 'version', { value: 'v18.20.4' });");
  const run = runNode(['--require', preload, 'scripts/bootstrap.mjs', 'start']);
  expect(await run.ended).toBe(1);
  rmSync(folder, { recursive: true });
  expect(run.output()).toBe(
    'Tieout needs Node 20.19 or later to start (it then brings its own Node 24), and this is v18.20.4: install a newer Node from https://nodejs.org.\n',
  );
});

it.each([[[]], [['fly']], [['../lib/env']], [['Start']]])('knows no command %j', async (args) => {
  const run = runNode(['scripts/bootstrap.mjs', ...args]);
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain('There is no command');
});

it('passes on arguments, output and the exit code', async () => {
  const run = runNode(['scripts/bootstrap.mjs', 'test', '--only', 'nothing']);
  expect(await run.ended).toBe(1);
  expect(run.output()).toBe('There is no step "nothing": --only takes lint, types, vitest, build, playwright.\n');
});
