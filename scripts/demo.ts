import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DemoSignIn } from './data-dir.ts';
import { connect } from './database-connection.ts';

/** What loading the demo gives people to try Tieout with. */
export type Demo = { signIns: DemoSignIn[]; apiKey: string | null };

type SeedModule = { seedDemo: (ownerUrl: string, options: { log: (line: string) => void }) => Promise<Demo> };

async function hasTenants(ownerUrl: string): Promise<boolean> {
  const client = await connect(ownerUrl, 'DATABASE_OWNER_URL');
  try {
    const { rowCount } = await client.query('SELECT 1 FROM tenant LIMIT 1');
    return Boolean(rowCount);
  } finally {
    await client.end();
  }
}

/** Loads the demo data into a database that has no tenant yet; gives null when there was nothing to do. */
export async function loadDemo(ownerUrl: string, log: (line: string) => void): Promise<Demo | null> {
  const seed = path.join(import.meta.dirname, 'seed.ts');
  if (!existsSync(seed) || (await hasTenants(ownerUrl))) return null;
  const { seedDemo } = (await import(pathToFileURL(seed).href)) as SeedModule;
  return seedDemo(ownerUrl, { log });
}

/** Shows people how to get in. */
export function showDemo({ signIns, apiKey }: Demo, say: (line: string) => void): void {
  const width = Math.max(...signIns.map(({ email }) => email.length));
  say('  Sign in as');
  for (const { email, password, what } of signIns) say(`    ${email.padEnd(width)}  ${password}  ${what}`);
  if (apiKey) say(`\n  API key for trying the API\n    ${apiKey}`);
  say('');
}
