/** Takes the address's parameters; gives from where on the problems are listed. */
export function problemsCursor(raw: Record<string, string | string[] | undefined>): string | null {
  return typeof raw.cursor === 'string' && raw.cursor.length <= CURSOR_MAX ? raw.cursor : null;
}

const CURSOR_MAX = 2_000;
