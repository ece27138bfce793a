import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { isAlive } from '#scripts/data-dir-lock.ts';
import { supervise } from '#scripts/supervise.ts';
import { runNode } from '#tests/setup/run-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tieout-supervise-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeProgram(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const endless = writeProgram('endless.mjs', 'setInterval(() => {}, 1000);');

it('starts a process again that was killed, and says so', async () => {
  const said: string[] = [];
  const supervised = supervise({ name: 'worker', args: [endless], env: {}, say: (line) => said.push(line) });
  const first = supervised.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(supervised.pid()).not.toBe(first), { timeout: 10_000 });
  expect(said).toEqual(['The worker ended (SIGKILL); it is started again in 0.5 s.']);
  const second = supervised.pid() ?? 0;
  await supervised.stop();
  expect(isAlive(second)).toBe(false);
  expect(supervised.deaths()).toBe(1);
});

it('waits for an orderly stop', async () => {
  const orderly = writeProgram(
    'orderly.mjs',
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => setTimeout(() => { writeFileSync(process.argv[2], 'done'); process.exit(); }, 200));
     writeFileSync(process.argv[2], 'up');
     setInterval(() => {}, 1000);`,
  );
  const file = path.join(folder, 'state');
  const supervised = supervise({ name: 'worker', args: [orderly, file], env: {}, say: () => {} });
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('up'), { timeout: 10_000 });
  await supervised.stop();
  expect(readFileSync(file, 'utf8')).toBe('done');
});

it('takes its processes with it when it is killed outright', async () => {
  const preload = path.join(import.meta.dirname, '..', '..', 'scripts', 'stop-with-parent.ts');
  const script = `
    import { supervise } from '#scripts/supervise.ts';
    const supervised = supervise({
      name: 'web server', args: ['--import', ${JSON.stringify(preload)}, ${JSON.stringify(endless)}], env: {}, say() {},
    });
    console.log('child ' + supervised.pid() + '.');`;
  const starter = runNode(['--input-type=module-typescript', '--eval', script]);
  await starter.printed('.\n');
  const child = Number(/child (\d+)\./.exec(starter.output())?.[1]);
  expect(isAlive(child)).toBe(true);
  starter.child.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 10_000 });
});
