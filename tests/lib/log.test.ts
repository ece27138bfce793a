import { expect, it } from 'vitest';
import { runNode } from '#tests/setup/run-process.ts';

async function logged(expression: string): Promise<Record<string, unknown>> {
  const script = `import { log } from '#lib/log.ts'; log.info(${expression}, 'said');`;
  const run = runNode(['--input-type=module-typescript', '--eval', script]);
  expect(await run.ended, run.output()).toBe(0);
  return JSON.parse(run.output());
}

it('writes one line of JSON with a level in words and an ISO time', async () => {
  expect(await logged('{ count: 2 }')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    count: 2,
    msg: 'said',
  });
});

it('blanks secrets at the top and inside', async () => {
  const line = await logged(
    "{ password: 'p1', request: { headers: { authorization: 'p2', cookie: 'p3', accept: 'yes' } }, key: { secret: 'p4', token: 'p5' } }",
  );
  expect(JSON.stringify(line)).not.toMatch(/p[1-5]/);
  expect(line).toMatchObject({ request: { headers: { accept: 'yes' } } });
});

it('says of an error its name, message, code, stack and cause, and not what a driver hangs on it', async () => {
  const { err } = (await logged(
    "{ err: Object.assign(new TypeError('outer', { cause: new Error('inner') }), { code: '57P01', client: { password: 'hidden' } }) }",
  )) as { err: Record<string, unknown> };
  expect(err).toMatchObject({ name: 'TypeError', message: 'outer', code: '57P01', cause: { message: 'inner' } });
  expect(Object.keys(err).sort()).toEqual(['cause', 'code', 'message', 'name', 'stack']);
});
