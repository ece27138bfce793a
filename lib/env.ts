import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readSecretKeys } from '#lib/core/secret-keys.ts';
import { readSigningKey } from '#lib/core/signing-key.ts';

/** A mistake in the environment or in `.env`: the message is one sentence per mistake, fit to print alone. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const httpUrl = (name: string, example: string) =>
  z.url({
    protocol: /^https?$/,
    error: `${name} must be an address that starts with http:// or https://, such as ${example}.`,
  });

const postgresUrl = (name: string, role: string) =>
  z.url({
    protocol: /^postgres(ql)?$/,
    error: `${name} must be a PostgreSQL address, such as postgres://${role}:password@localhost:5432/tieout.`,
  });

const wholeNumber = (name: string, least: number, most: number) => {
  const error = `${name} must be a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }));
};

const flag = (name: string) =>
  z
    .enum(['0', '1', 'false', 'true'], { error: `${name} must be 1 or 0.` })
    .transform((value) => value === '1' || value === 'true');

const ledgerEnvironment = (name: string) =>
  z
    .enum(['production', 'sandbox', 'demo'], { error: `${name} must be production, sandbox or demo.` })
    .default('production');

/** Read-only scopes alone: Tieout never writes to a ledger. Without `openid`, which would want a signed identity too. */
const readingScopes = (name: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((scope) => scope !== ''))
    .refine((scopes) => scopes.includes('offline_access'), {
      error: `${name} must hold offline_access: without it the connection ends after half an hour.`,
    })
    .refine((scopes) => scopes.every((scope) => scope === 'offline_access' || scope.endsWith('.read')), {
      error: `${name} may hold offline_access and scopes that end in .read alone: Tieout never writes to a ledger.`,
    });

/** An address alone, or one in angle brackets behind a name. */
const MAIL_ADDRESS = /^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z
  .object({
    NODE_ENV: z
      .enum(['development', 'production', 'test'], { error: 'NODE_ENV must be development, production or test.' })
      .default('development'),
    PORT: wholeNumber('PORT', 1, 65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: postgresUrl('DATABASE_URL', 'tieout_web').optional(),
    DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL', 'tieout_owner').optional(),
    DATABASE_POOL_SIZE: wholeNumber('DATABASE_POOL_SIZE', 1, 200).default(10),
    TIEOUT_DATA_DIR: z.string().default('.data'),
    TIEOUT_DEMO: flag('TIEOUT_DEMO').optional(),
    AUTH_SECRET: z
      .string()
      .min(32, {
        error:
          'AUTH_SECRET must have at least 32 characters: make one with "node -p \'crypto.randomBytes(32).toString(`base64`)\'".',
      })
      .optional(),
    AUDIT_SIGNING_KEY: z
      .string()
      .refine((text) => readSigningKey(text) !== null, {
        error:
          'AUDIT_SIGNING_KEY must be an Ed25519 private key as PKCS#8, in PEM or base64: make one with "openssl genpkey -algorithm ed25519".',
      })
      .optional(),
    AUDIT_CHECKPOINT_DIR: z.string().optional(),
    SECRET_KEYS: z
      .string()
      .check((context) => {
        const read = readSecretKeys(context.value);
        if (typeof read === 'string') context.issues.push({ code: 'custom', input: context.value, message: read });
      })
      .optional(),
    QBO_CLIENT_ID: z.string().optional(),
    QBO_CLIENT_SECRET: z.string().optional(),
    QBO_ENVIRONMENT: ledgerEnvironment('QBO_ENVIRONMENT'),
    QBO_BASE_URL: httpUrl('QBO_BASE_URL', 'http://127.0.0.1:4010').optional(),
    XERO_CLIENT_ID: z.string().optional(),
    XERO_CLIENT_SECRET: z.string().optional(),
    XERO_ENVIRONMENT: ledgerEnvironment('XERO_ENVIRONMENT'),
    XERO_SCOPES: readingScopes('XERO_SCOPES').optional(),
    XERO_BASE_URL: httpUrl('XERO_BASE_URL', 'http://127.0.0.1:4020').optional(),
    TIEOUT_URL: httpUrl('TIEOUT_URL', 'https://tieout.example.com').optional(),
    AUTH_URL: httpUrl('AUTH_URL', 'https://tieout.example.com').optional(),
    OIDC_ISSUER: httpUrl('OIDC_ISSUER', 'https://login.example.com').optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().default('Single sign-on'),
    API_RATE_LIMIT_PER_MINUTE: wholeNumber('API_RATE_LIMIT_PER_MINUTE', 1, 100_000_000).default(30_000),
    WEBHOOK_ALLOW_LOOPBACK: flag('WEBHOOK_ALLOW_LOOPBACK').default(false),
    SMTP_URL: z
      .url({
        protocol: /^smtps?$/,
        error: 'SMTP_URL must be the address of a mail server, such as smtp://user:password@mail.example.com:587.',
      })
      .optional(),
    MAIL_FROM: z
      .string()
      .refine((text) => MAIL_ADDRESS.test(text), {
        error: 'MAIL_FROM must be an e-mail address, such as Tieout <tieout@example.com>.',
      })
      .optional(),
    WORKER_HEALTH_PORT: wholeNumber('WORKER_HEALTH_PORT', 1, 65_535).optional(),
    LOG_LEVEL: z.enum(logLevels, { error: `LOG_LEVEL must be one of ${logLevels.join(', ')}.` }).default('info'),
    BENCH_RECORDS: wholeNumber('BENCH_RECORDS', 1000, 100_000_000).default(1_000_000),
    TEST_POSTGRES_URL: postgresUrl('TEST_POSTGRES_URL', 'postgres').optional(),
    TEST_BASE_URL: httpUrl('TEST_BASE_URL', 'http://127.0.0.1:3000').optional(),
    TEST_API_KEY: z.string().optional(),
  })
  .check((context) => {
    const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
    const missing = names.filter((name) => context.value[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: `Single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together: ${missing.join(' and ')} is missing.`,
    });
  })
  .check((context) => {
    for (const [environment, baseUrl] of [
      ['QBO_ENVIRONMENT', 'QBO_BASE_URL'],
      ['XERO_ENVIRONMENT', 'XERO_BASE_URL'],
    ] as const) {
      const isDemo = context.value[environment] === 'demo';
      if (isDemo === (context.value[baseUrl] !== undefined)) continue;
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: isDemo
          ? `${environment}=demo needs ${baseUrl}: the address of the demo ledger.`
          : `${baseUrl} is for ${environment}=demo alone: the addresses of the real ledger are fixed.`,
      });
    }
  })
  .check((context) => {
    const { SMTP_URL, MAIL_FROM } = context.value;
    if ((SMTP_URL === undefined) === (MAIL_FROM === undefined)) return;
    const missing = SMTP_URL === undefined ? 'SMTP_URL' : 'MAIL_FROM';
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: `E-mail needs SMTP_URL and MAIL_FROM together: ${missing} is missing.`,
    });
  });

/** Every setting Tieout reads, checked. */
export type Env = z.output<typeof schema>;

/**
 * Checks a set of environment variables; empty ones count as absent.
 * @throws EnvError with one sentence per mistake
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new EnvError(result.error.issues.map((issue) => issue.message).join('\n'));
}

let parsed: Env | undefined;

/**
 * The settings from the environment and `.env` (the environment wins), read once, at the first call.
 * @throws EnvError with one sentence per mistake
 */
export function env(): Env {
  if (parsed) return parsed;
  const file = path.resolve('.env');
  // A developer's own .env must not decide what the tests see.
  if (process.env.NODE_ENV !== 'test' && existsSync(file)) process.loadEnvFile(file);
  parsed = parseEnv(process.env);
  return parsed;
}

/** The application role's database address. @throws EnvError when DATABASE_URL is not set */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (url) return url;
  throw new EnvError(
    'DATABASE_URL is not set: give the address of the application role, or run "npm start" or "npm run dev", which bring their own PostgreSQL.',
  );
}

/** The secret that signs sessions. @throws EnvError when AUTH_SECRET is not set */
export function authSecret(): string {
  const secret = env().AUTH_SECRET;
  if (secret) return secret;
  throw new EnvError(
    'AUTH_SECRET is not set: put at least 32 random characters into it and keep them, since changing them signs everybody out.',
  );
}

/** The key that signs checkpoints of the audit log, or null if none is set: they are then unsigned. */
export function auditSigningKey(): KeyObject | null {
  const text = env().AUDIT_SIGNING_KEY;
  return text === undefined ? null : readSigningKey(text);
}

/** The folder of the audit log's copies outside the database. */
export function auditCheckpointDir(): string {
  const { AUDIT_CHECKPOINT_DIR, TIEOUT_DATA_DIR } = env();
  return path.resolve(AUDIT_CHECKPOINT_DIR ?? path.join(TIEOUT_DATA_DIR, 'audit'));
}

/** The address people open, without a trailing slash. */
export function publicUrl(): string {
  const { TIEOUT_URL, AUTH_URL, PORT } = env();
  return (TIEOUT_URL ?? AUTH_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '');
}

/** How e-mail is sent, or null if it is not: then SMTP_URL and MAIL_FROM are not set. */
export function mailSettings(): { url: string; from: string } | null {
  const { SMTP_URL, MAIL_FROM } = env();
  return SMTP_URL === undefined || MAIL_FROM === undefined ? null : { url: SMTP_URL, from: MAIL_FROM };
}

/** The wished log level; `info` when LOG_LEVEL is wrong, which `env()` reports where a person sees it. */
export function logLevel(): Env['LOG_LEVEL'] {
  return logLevels.find((level) => level === process.env.LOG_LEVEL) ?? 'info';
}

/** Sets (or with `undefined` removes) environment variables of this process; the next `env()` reads anew. */
export function setEnvironment(values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  parsed = undefined;
}

/** A copy of this process's environment with changes, for a child process. */
export function childEnvironment(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
