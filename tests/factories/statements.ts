import pg from 'pg';
import { vi } from 'vitest';

/** One statement as it was sent to the database. */
export type Statement = { text: string; values: unknown[] };

/** Runs `work`; gives every statement that this process sent to a database meanwhile, in order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const send = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    statements.push(toStatement(args));
    return Reflect.apply(send, this, args);
  } as typeof send);
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return statements;
}

function toStatement([query, values]: unknown[]): Statement {
  if (typeof query === 'string') return { text: query, values: Array.isArray(values) ? values : [] };
  const config = query as { text?: string; values?: unknown[] };
  return { text: config.text ?? '', values: config.values ?? (Array.isArray(values) ? values : []) };
}
