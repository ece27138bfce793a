import { createHash } from 'node:crypto';
import type { Call } from './answer.ts';
import type { Place } from './faults.ts';

const MOST_KEPT = 5_000;
const SECRET_FIELDS = ['code', 'token', 'refresh_token', 'access_token', 'code_verifier', 'client_secret'];

/** A call that arrived, without its secrets. */
export type LoggedCall = {
  atMs: number;
  method: string;
  place: Place;
  path: string;
  /** The address's and a form's fields. */
  fields: Record<string, string>;
  headers: Record<string, string | undefined>;
  /** Tells tokens apart without saying them. */
  credential: string | null;
  /** Null where no answer was sent. */
  status: number | null;
  /** It asked the ledger to change something. */
  isWrite: boolean;
};

/** What arrived at a simulator, for tests to look at. */
export class RequestLog {
  #calls: LoggedCall[] = [];

  get calls(): readonly LoggedCall[] {
    return this.#calls;
  }

  /** The calls that asked the ledger to change something. */
  get writes(): readonly LoggedCall[] {
    return this.#calls.filter(({ isWrite }) => isWrite);
  }

  to(place: Place): readonly LoggedCall[] {
    return this.#calls.filter((call) => call.place === place);
  }

  clear(): void {
    this.#calls = [];
  }

  add(call: Call, place: Place, isWrite: boolean, atMs: number): LoggedCall {
    const { authorization, cookie: _cookie, ...headers } = call.headers;
    const form = headers['content-type']?.includes('form-urlencoded') ? [...new URLSearchParams(call.body)] : [];
    const fields = [...call.url.searchParams, ...form].map(([name, value]): [string, string] => [
      name,
      SECRET_FIELDS.includes(name) ? fingerprint(value) : value,
    ]);
    const logged: LoggedCall = {
      atMs,
      method: call.method,
      place,
      path: call.url.pathname,
      fields: Object.fromEntries(fields),
      headers,
      credential: authorization === undefined ? null : fingerprint(authorization.replace(/^\w+ /, '')),
      status: null,
      isWrite,
    };
    this.#calls.push(logged);
    if (this.#calls.length > MOST_KEPT) this.#calls.shift();
    return logged;
  }
}

/** Stands for a secret where it must not be said. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 12);
}
