import type pg from 'pg';

/** A row by column name; JSON stands for whatever type the column has. */
export type Row = Record<string, unknown>;

const ROWS_A_STATEMENT = 2_000;

/** Inserts rows, all with the columns of the first, a few thousand a statement. */
export async function insertRows(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first)
    .map((column) => client.escapeIdentifier(column))
    .join(', ');
  const name = client.escapeIdentifier(table);
  const statement = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1::json)`;
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await client.query(statement, [JSON.stringify(rows.slice(from, from + ROWS_A_STATEMENT))]);
  }
}
