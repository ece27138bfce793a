const MOST_RESULTS = 1_000;

type Value = string | number | boolean;
type Condition = { field: string; operator: '=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE'; values: Value[] };

/** A select statement of the query endpoint. */
export type Statement = {
  isCount: boolean;
  entity: string;
  conditions: Condition[];
  order: { field: string; isDescending: boolean }[];
  /** From 1. */
  start: number;
  most: number;
};

/** A statement that the query endpoint doesn't understand; the message is what it says. */
export class StatementError extends Error {
  override name = 'StatementError';
}

/** Reads `SELECT … FROM … [WHERE …] [ORDERBY …] [STARTPOSITION n] [MAXRESULTS n]`. @throws StatementError */
export function readStatement(text: string): Statement {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = () => tokens[at++] ?? '';
  const isWord = (...words: string[]) => words.includes(peek().toUpperCase());
  const expect = (word: string) => {
    if (take().toUpperCase() !== word) throw new StatementError(`expected ${word} in: ${text}`);
  };

  expect('SELECT');
  const isCount = isWord('COUNT');
  if (isCount) for (const word of ['COUNT', '(', '*', ')']) expect(word);
  else while (at < tokens.length && !isWord('FROM')) take();
  expect('FROM');
  const statement: Statement = { isCount, entity: take(), conditions: [], order: [], start: 1, most: 100 };
  if (isWord('WHERE')) {
    take();
    do statement.conditions.push(condition());
    while (isWord('AND') && take() !== '');
  }
  if (isWord('ORDERBY', 'ORDER')) {
    if (take().toUpperCase() === 'ORDER') expect('BY');
    do {
      const field = take();
      const isDescending = isWord('DESC');
      if (isWord('DESC', 'ASC')) take();
      statement.order.push({ field, isDescending });
    } while (peek() === ',' && take() !== '');
  }
  if (isWord('STARTPOSITION')) {
    take();
    statement.start = wholeNumber(take());
  }
  if (isWord('MAXRESULTS')) {
    take();
    statement.most = wholeNumber(take());
    if (statement.most > MOST_RESULTS) throw new StatementError(`MAXRESULTS is at most ${MOST_RESULTS}`);
  }
  if (at < tokens.length) throw new StatementError(`Encountered " ${peek()} " in: ${text}`);
  return statement;

  function condition(): Condition {
    const field = take();
    const operator = take().toUpperCase();
    if (operator === 'IN') {
      expect('(');
      const values: Value[] = [];
      do values.push(literalOf(take()));
      while (peek() === ',' && take() !== '');
      expect(')');
      return { field, operator, values };
    }
    const known = ['=', '<', '>', '<=', '>=', 'LIKE'] as const;
    const found = known.find((one) => one === operator);
    if (found === undefined) throw new StatementError(`Encountered " ${operator} " in: ${text}`);
    return { field, operator: found, values: [literalOf(take())] };
  }
}

/** The rows that a statement asks for, before it counts or pages them. */
export function selectRows<Row extends Record<string, unknown>>(rows: readonly Row[], statement: Statement): Row[] {
  const found = rows.filter((row) => statement.conditions.every((condition) => meets(row, condition)));
  return found.sort((a, b) => {
    for (const { field, isDescending } of statement.order) {
      const order = compare(fieldOf(a, field), fieldOf(b, field));
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  });
}

function meets(row: Record<string, unknown>, { field, operator, values }: Condition): boolean {
  const held = fieldOf(row, field);
  const [value = ''] = values;
  switch (operator) {
    case 'IN':
      return values.some((one) => compare(held, one) === 0);
    case 'LIKE':
      return likeness(String(value)).test(String(held ?? ''));
    default: {
      if (held === undefined) return false;
      const order = compare(held, value);
      if (operator === '=') return order === 0;
      return operator.startsWith('<')
        ? order < 0 || (operator === '<=' && order === 0)
        : order > 0 || (operator === '>=' && order === 0);
    }
  }
}

/** `MetaData.LastUpdatedTime`, or a reference such as `CustomerRef`, of which the id counts. */
function fieldOf(row: Record<string, unknown>, path: string): unknown {
  let value: unknown = row;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

function compare(held: unknown, value: unknown): number {
  if (typeof held === 'number') return held - Number(value);
  if (typeof held === 'boolean') return held === (value === true || value === 'true') ? 0 : 1;
  const [a, b] = [String(held ?? ''), String(value ?? '')];
  const isTime = /^\d{4}-\d\d-\d\dT/;
  if (isTime.test(a) && /^\d{4}-\d\d-\d\d/.test(b)) return Date.parse(a) - Date.parse(b);
  // As the real one: without regard to case.
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (/^\d+$/.test(x) && /^\d+$/.test(y)) return Number(x) - Number(y);
  return x < y ? -1 : x > y ? 1 : 0;
}

function likeness(pattern: string): RegExp {
  const parts = pattern.split('%').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}

function tokensOf(text: string): string[] {
  const pattern = /\s*('(?:[^'\\]|\\.)*'|<=|>=|[=<>(),*]|[^\s=<>(),*']+)/gy;
  const tokens: string[] = [];
  const trimmed = text.trim();
  while (pattern.lastIndex < trimmed.length) {
    const start = pattern.lastIndex;
    const token = pattern.exec(trimmed)?.[1];
    if (token === undefined) throw new StatementError(`Lexical error at column ${start + 1} in: ${text}`);
    tokens.push(token);
  }
  return tokens;
}

function literalOf(token: string): Value {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
  throw new StatementError(`Encountered " ${token} "`);
}

function wholeNumber(token: string): number {
  if (!/^\d+$/.test(token) || Number(token) < 1) throw new StatementError(`Encountered " ${token} "`);
  return Number(token);
}
