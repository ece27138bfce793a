/** Every way in which Tieout says no. One map in lib/http/problem.ts turns a code into an HTTP status. */
export type ErrorCode =
  | 'bad_request'
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'unavailable';

/** One thing wrong with one field: where (a path such as `records[3].amount`) and what to do about it. */
export type FieldError = { field: string; message: string };

type AppErrorOptions = {
  /** For people: short, concrete, with the remedy. Never holds a secret. */
  message: string;
  fields?: FieldError[];
  /** Of a rate limit: when it makes sense to try again. */
  retryAfterSeconds?: number;
  /** For the log alone. */
  cause?: unknown;
};

/** The one error class: a code for machines, a message for people, and the cause for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** What another tenant's id and an unknown id both get, so that neither can be told from the other. */
export function notFound(what: string): AppError {
  return new AppError('not_found', { message: `${what} was not found.` });
}
