import { authSecret, databaseUrl, env, publicUrl, setEnvironment } from '#lib/env.ts';
import { build, isBuildFresh } from './build.ts';
import { checkAppRole, connect } from './database-connection.ts';
import { webArgs } from './next-program.ts';
import { checkPort } from './port.ts';
import { productVariables } from './product.ts';
import { runScript, say } from './run-script.ts';
import { untilAskedToStop } from './stop-signal.ts';
import { supervise } from './supervise.ts';

await runScript(async () => {
  setEnvironment({ NODE_ENV: 'production' });
  const { PORT, HOST, AUDIT_SIGNING_KEY: auditSigningKey } = env();
  const appUrl = databaseUrl();
  const variables = productVariables({ appUrl, authSecret: authSecret(), auditSigningKey });
  await checkPort(PORT, HOST, 0);
  const client = await connect(appUrl, 'DATABASE_URL');
  await checkAppRole(client).finally(() => client.end());
  if (!isBuildFresh()) await build({ say, env: variables });
  const web = supervise({ name: 'web server', args: webArgs('start', HOST, PORT), env: variables, say });
  say(`Serving ${publicUrl()}.`);
  await untilAskedToStop();
  await web.stop();
  return 0;
});
