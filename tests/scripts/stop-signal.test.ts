import { expect, it } from 'vitest';
import { runNode } from '#tests/setup/run-process.ts';

it('is given also to a process that was still starting when the one that started it was gone', async () => {
  const script = `
    import { once } from 'node:events';
    import { untilAskedToStop } from '#scripts/stop-signal.ts';
    const work = setInterval(() => {}, 1000);
    await once(process, 'disconnect');
    console.log(await untilAskedToStop());
    clearInterval(work);`;
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
  const run = runNode(['--input-type=module-typescript', '--eval', script], {}, { stdio: [...stdio] });
  run.child.disconnect();
  try {
    await expect.poll(() => run.child.exitCode, { timeout: 10_000, message: run.output() }).toBe(0);
    expect(run.output()).toContain('the starting process is gone');
  } finally {
    run.child.kill('SIGKILL');
  }
});
