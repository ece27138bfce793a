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

/** The process's JSON logger: one line per event on stdout, secrets blanked. */
export const log: Logger = pino({
  level: logLevel(),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: redactedPaths, censor: '[redacted]' },
});
