import pg from 'pg';

/** One statement as a verb sent it. */
export type Statement = { text: string; values: unknown[] };

/** What a verb's transactions cost in the database, from the first statement's sending to the last one's answer. */
export type DatabaseTime = { ms: number; statements: Statement[] };

/**
 * Runs `work`; gives the time that its statements took and the statements themselves, without those that only frame a
 * transaction. One at a time: whatever this process sends meanwhile is counted.
 */
export async function databaseTime(work: () => Promise<unknown>): Promise<DatabaseTime> {
  const own = pg.Client.prototype.query;
  const found: DatabaseTime = { ms: 0, statements: [] };
  pg.Client.prototype.query = async function (this: pg.Client, ...args: unknown[]) {
    const before = performance.now();
    const answer = await Reflect.apply(own, this, args);
    found.ms += performance.now() - before;
    const { text, values } = args[0] as Partial<Statement>;
    if (text !== undefined && !FRAME.test(text)) found.statements.push({ text, values: values ?? [] });
    return answer;
  } as typeof own;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = own;
  }
  return found;
}

const FRAME = /^\s*(BEGIN|COMMIT|SELECT set_config)/;
