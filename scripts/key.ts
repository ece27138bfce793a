import { parseArgs } from 'node:util';
import { jobContext } from '#lib/access/job-context.ts';
import { SCOPES, type Scope } from '#lib/access/permissions.ts';
import { AppError } from '#lib/core/app-error.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { createKey } from '#lib/keys/create-key.ts';
import { listKeys } from '#lib/keys/list-keys.ts';
import { revokeKey } from '#lib/keys/revoke-key.ts';
import { withDatabase } from './reach-database.ts';
import { PlainError, runScript, say } from './run-script.ts';

const USAGE = `Usage:
  npm run key -- create --tenant acme --source tms --name "TMS" --scopes ${SCOPES.join(',')}
  npm run key -- list   --tenant acme
  npm run key -- revoke --tenant acme --prefix 1a2b3c4d`;

type Options = { tenant?: string; source?: string; name?: string; scopes?: string; prefix?: string };

const VERBS = { create, list, revoke };

await runScript(main);

async function main(): Promise<number> {
  const { verb, options } = readArguments();
  const tenant = required(options, 'tenant');
  await withDatabase('npm run key', async (appUrl) => {
    setEnvironment({ DATABASE_URL: appUrl });
    try {
      await VERBS[verb](tenant, options);
    } catch (error) {
      if (error instanceof AppError) throw new PlainError(error.message);
      throw error;
    } finally {
      await closeDatabase();
    }
  });
  return 0;
}

async function create(tenant: string, options: Options): Promise<void> {
  const scopes = required(options, 'scopes').split(',').map(scopeOf);
  const ctx = await contextOf(tenant);
  const key = await createKey(ctx, {
    sourceSlug: required(options, 'source'),
    name: required(options, 'name'),
    scopes,
  });
  say(key.text);
  say(`Keep it now: it is shown this once. Its prefix is ${key.prefix}.`);
}

async function list(tenant: string): Promise<void> {
  const rows = await listKeys(await contextOf(tenant));
  if (rows.length === 0) say(`${tenant} has no API keys.`);
  for (const { prefix, name, source, scopes, lastUsedAt, revokedAt } of rows) {
    const state =
      revokedAt === null ? `last used ${lastUsedAt?.toISOString() ?? 'never'}` : `revoked ${revokedAt.toISOString()}`;
    say(`${prefix}  ${name}  (${source}: ${scopes.join(', ')})  ${state}`);
  }
}

async function revoke(tenant: string, options: Options): Promise<void> {
  const prefix = required(options, 'prefix');
  const { isNewlyRevoked } = await revokeKey(await contextOf(tenant), prefix);
  say(isNewlyRevoked ? `The key ${prefix} is revoked.` : `The key ${prefix} was revoked before.`);
}

function contextOf(tenant: string) {
  return jobContext(tenant, 'npm run key', ['key:manage']);
}

function readArguments(): { verb: keyof typeof VERBS; options: Options } {
  const text = { type: 'string' } as const;
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { tenant: text, source: text, name: text, scopes: text, prefix: text },
    });
    const [verb] = positionals;
    if (verb === 'create' || verb === 'list' || verb === 'revoke') return { verb, options: values };
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
  throw new PlainError(USAGE);
}

function required(options: Options, name: keyof Options): string {
  const value = options[name];
  if (value === undefined || value === '') throw new PlainError(`--${name} is missing.\n${USAGE}`);
  return value;
}

function scopeOf(text: string): Scope {
  const scope = SCOPES.find((known) => known === text.trim());
  if (scope === undefined) throw new PlainError(`There is no scope ${text}: give some of ${SCOPES.join(', ')}.`);
  return scope;
}
