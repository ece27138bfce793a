import { setTimeout as delay } from 'node:timers/promises';
import { env, publicUrl } from '#lib/env.ts';
import { build, isBuildFresh } from './build.ts';
import { type PreparedDatabase, prepareDatabase } from './database.ts';
import { showDemo } from './demo.ts';
import { webArgs } from './next-program.ts';
import { checkPort, localAddress } from './port.ts';
import { productVariables, runProduct } from './product.ts';
import { PlainError, say } from './run-script.ts';
import { supervise } from './supervise.ts';
import type { Teardown } from './teardown.ts';

const readyTimeoutMs = 60_000;
const crashPatienceMs = 10_000;

/** Waits until the web server answers that it and its database are well. */
async function untilHealthy(address: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    try {
      const response = await fetch(`${address}/api/healthz`, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
      await response.arrayBuffer();
      if (response.ok) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await delay(100);
  }
  throw new PlainError(
    `The web server does not become ready (${address}/api/healthz: ${last}); the lines above say why.`,
  );
}

async function bringUp(teardown: Teardown, signal: AbortSignal): Promise<PreparedDatabase> {
  const { PORT, HOST } = env();
  const startedAt = Date.now();
  const beforeStart = (isAfterCrash: boolean) => checkPort(PORT, HOST, isAfterCrash ? crashPatienceMs : 0);
  const database = await prepareDatabase({ teardown, say, what: 'npm start', signal, beforeStart });
  signal.throwIfAborted();
  const variables = productVariables(database);
  if (!isBuildFresh()) await build({ say, signal, env: variables });
  const worker = supervise({ name: 'worker', args: ['scripts/worker.ts'], env: variables, say });
  teardown.add(worker.stop);
  const web = supervise({ name: 'web server', args: webArgs('start', HOST, PORT), env: variables, say });
  teardown.add(web.stop);
  await untilHealthy(localAddress(HOST, PORT), signal);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  say(`\n  Tieout is ready: ${publicUrl()}   (started in ${seconds} s; Ctrl-C stops it)\n`);
  if (database.demo) showDemo(database.demo, say);
  return database;
}

await runProduct('production', bringUp);
