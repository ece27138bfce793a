import { env, publicUrl } from '#lib/env.ts';
import { prepareDatabase } from './database.ts';
import { showDemo } from './demo.ts';
import { runDemoLedgers, showDemoLedgers } from './demo-ledger-processes.ts';
import { webArgs } from './next-program.ts';
import { checkPort } from './port.ts';
import { productVariables, runProduct } from './product.ts';
import { say } from './run-script.ts';
import { supervise } from './supervise.ts';

await runProduct('development', async (teardown, signal) => {
  const { PORT, HOST } = env();
  const beforeStart = (isAfterCrash: boolean) => checkPort(PORT, HOST, isAfterCrash ? 10_000 : 0);
  const database = await prepareDatabase({ teardown, say, what: 'npm run dev', signal, beforeStart });
  signal.throwIfAborted();
  say(`\n  Tieout for development: ${publicUrl()}\n`);
  if (database.demo) showDemo(database.demo, say);
  const demoLedgers = await runDemoLedgers({ database, teardown, say });
  showDemoLedgers(demoLedgers, say);
  const variables = { ...productVariables(database), ...demoLedgers.variables };
  const worker = supervise({ name: 'worker', args: ['--watch-path=lib', 'scripts/worker.ts'], env: variables, say });
  teardown.add(worker.stop);
  const web = supervise({ name: 'web server', args: webArgs('dev', HOST, PORT), env: variables, say });
  teardown.add(web.stop);
  return database;
});
