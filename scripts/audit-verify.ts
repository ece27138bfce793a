import type { KeyObject } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { jobContext } from '#lib/access/job-context.ts';
import { outsideFile } from '#lib/audit/outside-copy.ts';
import { NO_COPY, readOutside } from '#lib/audit/read-outside.ts';
import { verifyAudit } from '#lib/audit/verify-audit.ts';
import { NoExportError, verifyExport } from '#lib/audit/verify-export.ts';
import { AppError } from '#lib/core/app-error.ts';
import { readPublicKey } from '#lib/core/signing-key.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { auditCheckpointDir, auditSigningKey, env, setEnvironment } from '#lib/env.ts';
import { sayExportReport, sayReport } from './audit-report.ts';
import { readSecrets } from './data-dir.ts';
import { withDatabase } from './reach-database.ts';
import { PlainError, runScript } from './run-script.ts';

const USAGE = `Usage:
  npm run audit:verify -- --tenant acme [--checkpoints FILE] [--key public.pem]
  npm run audit:verify -- --file audit-acme.ndjson [--key public.pem]`;

await runScript(main);

async function main(): Promise<number> {
  const { tenant, checkpoints, file, key = [] } = readArguments();
  const given = key.map(readKeyFile);
  if (file !== undefined) return verifyFile(file, given);
  if (tenant === undefined) throw new PlainError(`--tenant or --file is missing.\n${USAGE}`);
  let code = 1;
  await withDatabase('npm run audit:verify', async (appUrl) => {
    setEnvironment({ DATABASE_URL: appUrl });
    try {
      code = await verifyTenant(tenant, checkpoints, [...given, ...ownKeys()]);
    } catch (error) {
      if (error instanceof AppError) throw new PlainError(error.message);
      throw error;
    } finally {
      await closeDatabase();
    }
  });
  return code;
}

async function verifyTenant(tenant: string, checkpoints: string | undefined, keys: KeyObject[]): Promise<number> {
  const ctx = await jobContext(tenant, 'npm run audit:verify', ['audit:read']);
  const copyFile = checkpoints ?? outsideFile(auditCheckpointDir(), tenant);
  if (checkpoints !== undefined && !existsSync(checkpoints)) {
    throw new PlainError(`There is no file ${checkpoints}: give the copy of the checkpoints that you hold.`);
  }
  const copy = existsSync(copyFile) ? await readOutside(ctx.tenantId, linesOf(copyFile)) : NO_COPY;
  const report = await verifyAudit(ctx, { outside: copy, keys });
  return sayReport({ tenant, copyFile, copy, report });
}

async function verifyFile(file: string, given: KeyObject[]): Promise<number> {
  if (!existsSync(file)) throw new PlainError(`There is no file ${file}.`);
  try {
    const first = await firstLine(file);
    const own = readPublicKey(String((first as { publicKey?: unknown } | null)?.publicKey ?? ''));
    // Without a key from elsewhere, what the file says of itself can at least be consistent.
    const keys = given.length > 0 || own === null ? given : [own];
    return sayExportReport(file, await verifyExport(linesOf(file), keys), given.length > 0);
  } catch (error) {
    if (error instanceof NoExportError) throw new PlainError(`${file}: ${error.message}`);
    throw error;
  }
}

async function firstLine(file: string): Promise<unknown> {
  for await (const line of linesOf(file)) {
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  }
  return null;
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

function readKeyFile(file: string): KeyObject {
  if (!existsSync(file)) throw new PlainError(`There is no file ${file}: --key names an Ed25519 public key in PEM.`);
  const key = readPublicKey(readFileSync(file, 'utf8'));
  if (key === null) throw new PlainError(`${file} holds no Ed25519 public key in PEM.`);
  return key;
}

/** The key of this installation, whose public half vouches for what it signed. */
function ownKeys(): KeyObject[] {
  const dataDir = path.resolve(env().TIEOUT_DATA_DIR);
  if (env().AUDIT_SIGNING_KEY === undefined && existsSync(path.join(dataDir, 'secrets.json'))) {
    setEnvironment({ AUDIT_SIGNING_KEY: readSecrets(dataDir).auditSigningKey });
  }
  const key = auditSigningKey();
  return key === null ? [] : [key];
}

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { tenant: text, checkpoints: text, file: text, key: { ...text, multiple: true } },
    });
    return values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}
