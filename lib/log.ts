import { type Logger, pino } from 'pino';
import { logLevel } from './env.ts';

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'apiKey',
  'accessToken',
  'refreshToken',
  'clientSecret',
];

/** Paths pino blanks: each secret name at the top, one level down and in request headers. */
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.headers.${name}`, `*.*.${name}`]);

/** What a line says of an error. Drivers hang whole connections on theirs, which belong in no log. */
function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { name, message, code, stack, cause: cause === undefined ? undefined : serializeError(cause) };
}

/** The process's JSON logger: one line per event on stdout, secrets blanked. */
export const log: Logger = pino({
  level: logLevel(),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: serializeError },
  redact: { paths: redactedPaths, censor: '[redacted]' },
});
