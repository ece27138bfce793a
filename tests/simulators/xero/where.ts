/** A `where` that the API doesn't understand. */
export class WhereError extends Error {
  override name = 'WhereError';
}

type Test = (row: Record<string, unknown>) => boolean;

const CONDITION =
  /^\s*([\w.]+)\s*(==|!=|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|DateTime\((\d+),\s*(\d+),\s*(\d+)\)|true|false|-?\d+(?:\.\d+)?|Guid\("([\w-]+)"\))\s*$/;

/** Reads a filter such as `Status=="ACTIVE" AND Date>=DateTime(2026, 01, 31)`. @throws WhereError */
export function readWhere(text: string): Test {
  if (text.trim() === '') return () => true;
  const tests = text.split(/\s+AND\s+|\s*&&\s*/i).map(readCondition);
  return (row) => tests.every((test) => test(row));
}

function readCondition(text: string): Test {
  const parts = CONDITION.exec(text);
  if (parts === null) throw new WhereError(`Invalid where clause: ${text}`);
  const [, field = '', operator = '', literal = '', year, month, day, guid] = parts;
  const value =
    year === undefined
      ? (guid ?? literalOf(literal))
      : `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return (row) => {
    const held = field.split('.').reduce<unknown>((at, name) => {
      return typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
    }, row);
    if (operator === '==') return held === value;
    if (operator === '!=') return held !== value;
    if (held === undefined || held === null) return false;
    const order =
      typeof held === 'number'
        ? held - Number(value)
        : String(held) < String(value)
          ? -1
          : String(held) > String(value)
            ? 1
            : 0;
    if (operator === '>') return order > 0;
    if (operator === '<') return order < 0;
    return operator === '>=' ? order >= 0 : order <= 0;
  };
}

function literalOf(literal: string): string | number | boolean {
  if (literal.startsWith('"')) return literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (literal === 'true' || literal === 'false') return literal === 'true';
  return Number(literal);
}
