import { env, publicUrl } from '#lib/env.ts';
import { build, isBuildFresh } from './build.ts';
import { type PreparedDatabase, prepareDatabase } from './database.ts';
import { showDemo } from './demo.ts';
import { runDemoLedgers, showDemoLedgers } from './demo-ledger-processes.ts';
import { untilHealthy } from './health.ts';
import { webArgs } from './next-program.ts';
import { checkPort, localAddress } from './port.ts';
import { productVariables, runProduct } from './product.ts';
import { say } from './run-script.ts';
import { supervise } from './supervise.ts';
import type { Teardown } from './teardown.ts';

const crashPatienceMs = 10_000;

async function bringUp(teardown: Teardown, signal: AbortSignal): Promise<PreparedDatabase> {
  const { PORT, HOST } = env();
  const startedAt = Date.now();
  const beforeStart = (isAfterCrash: boolean) => checkPort(PORT, HOST, isAfterCrash ? crashPatienceMs : 0);
  const database = await prepareDatabase({ teardown, say, what: 'npm start', signal, beforeStart });
  signal.throwIfAborted();
  const demoLedgers = await runDemoLedgers({ database, teardown, say });
  const variables = { ...productVariables(database), ...demoLedgers.variables };
  if (!isBuildFresh()) await build({ say, signal, env: variables });
  const worker = supervise({ name: 'worker', args: ['scripts/worker.ts'], env: variables, say });
  teardown.add(worker.stop);
  const web = supervise({ name: 'web server', args: webArgs('start', HOST, PORT), env: variables, say });
  teardown.add(web.stop);
  await untilHealthy(localAddress(HOST, PORT), signal);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  say(`\n  Tieout is ready: ${publicUrl()}   (started in ${seconds} s; Ctrl-C stops it)\n`);
  if (database.demo) showDemo(database.demo, say);
  showDemoLedgers(demoLedgers, say);
  return database;
}

await runProduct('production', bringUp);
