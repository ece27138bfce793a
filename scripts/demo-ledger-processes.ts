import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '#lib/env.ts';
import type { PreparedDatabase } from './database.ts';
import { isPortFree } from './port.ts';
import { findFreePort } from './postgres/server.ts';
import { productVariables } from './product.ts';
import { supervise } from './supervise.ts';
import type { Teardown } from './teardown.ts';

const SCRIPT = 'scripts/demo-ledgers.ts';
const simulators = path.join(import.meta.dirname, '..', 'tests', 'simulators', 'demo');

/** What web and worker are told of the demo ledgers, and where people find them. */
export type DemoLedgers = {
  variables: Record<string, string>;
  /** By the name of what they stand for. */
  addresses: { name: string; address: string }[];
};

type Options = { database: PreparedDatabase; teardown: Teardown; say: (line: string) => void };

/**
 * Beside the demo data, runs a demo ledger for each that the environment doesn't configure, as a process of its own.
 * They listen on this computer alone.
 */
export async function runDemoLedgers({ database, teardown, say }: Options): Promise<DemoLedgers> {
  const { QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_BASE_URL, XERO_CLIENT_ID, XERO_CLIENT_SECRET, XERO_BASE_URL } = env();
  const nothing: DemoLedgers = { variables: {}, addresses: [] };
  if (!database.isDemo || !existsSync(simulators)) return nothing;
  // The same at each start, since the tokens of an earlier one go on.
  const secret = createHmac('sha256', database.authSecret).update('demo ledgers').digest('base64url');
  const wanted = [
    { prefix: 'QBO', name: 'QuickBooks', port: 4010, given: QBO_CLIENT_ID ?? QBO_CLIENT_SECRET ?? QBO_BASE_URL },
    { prefix: 'XERO', name: 'Xero', port: 4020, given: XERO_CLIENT_ID ?? XERO_CLIENT_SECRET ?? XERO_BASE_URL },
  ].filter(({ given }) => given === undefined);
  if (wanted.length === 0) return nothing;
  const ledgers = await Promise.all(
    wanted.map(async ({ prefix, name, port }) => {
      const free = (await isPortFree(port)) ? port : await findFreePort();
      return { prefix, name, address: `http://127.0.0.1:${free}` };
    }),
  );
  const variables = Object.fromEntries(
    ledgers.flatMap(({ prefix, address }) => [
      [`${prefix}_CLIENT_ID`, 'tieout-demo'],
      [`${prefix}_CLIENT_SECRET`, secret],
      [`${prefix}_ENVIRONMENT`, 'demo'],
      [`${prefix}_BASE_URL`, address],
    ]),
  );
  const child = supervise({
    name: 'demo ledgers',
    args: [SCRIPT],
    env: { ...productVariables(database), ...variables },
    say,
  });
  teardown.add(child.stop);
  return { variables, addresses: ledgers };
}

/** Says where the demo ledgers are. */
export function showDemoLedgers({ addresses }: DemoLedgers, say: (line: string) => void): void {
  if (addresses.length === 0) return;
  say('  Demo ledgers, to connect to and to make fail');
  for (const { name, address } of addresses) say(`    ${address}  instead of ${name}`);
  say('');
}
