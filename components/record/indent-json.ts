const INDENT = '  ';

/**
 * Takes JSON text; gives it on many lines, every token as it was: `1250.00` stays `1250.00`, however many digits.
 * Null if it is not JSON.
 */
export function indentJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const parts: string[] = [];
  let depth = 0;
  for (const [place, token] of tokens.entries()) {
    const next = tokens[place + 1];
    switch (token) {
      case '{':
      case '[':
        parts.push(token);
        if (next === '}' || next === ']') break;
        depth += 1;
        parts.push(newLine(depth));
        break;
      case '}':
      case ']': {
        const before = tokens[place - 1];
        if (before !== '{' && before !== '[') {
          depth -= 1;
          parts.push(newLine(depth));
        }
        parts.push(token);
        break;
      }
      case ',':
        parts.push(token, newLine(depth));
        break;
      case ':':
        parts.push(': ');
        break;
      default:
        parts.push(token);
    }
  }
  return parts.join('');
}

function newLine(depth: number): string {
  return `\n${INDENT.repeat(depth)}`;
}
