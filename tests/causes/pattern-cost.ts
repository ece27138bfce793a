type Group = { hasRepeat: boolean };

/**
 * The most characters that one repetition of a pattern may take, which bounds what a place in a text can cost; infinite
 * for `*`, `+` and `{n,}`, and for a repetition within a repeated group (more than a single optional one).
 */
export function worstGap(source: string): number {
  let worst = 0;
  const groups: Group[] = [{ hasRepeat: false }];
  let closed: Group | null = null;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    const wasClosed = closed;
    closed = null;
    if (char === '\\') at += 1;
    else if (char === '[') at = endOfClass(source, at);
    else if (char === '(') groups.push({ hasRepeat: false });
    else if (char === ')') {
      closed = groups.pop() ?? null;
      const outer = groups.at(-1);
      if (outer !== undefined && closed?.hasRepeat) outer.hasRepeat = true;
    } else {
      const times = repetition(source, at);
      if (times === null) continue;
      if (times === Number.POSITIVE_INFINITY || (times > 4 && wasClosed?.hasRepeat)) return Number.POSITIVE_INFINITY;
      const here = groups.at(-1);
      if (here !== undefined && times > 1) here.hasRepeat = true;
      worst = Math.max(worst, times);
    }
  }
  return worst;
}

function endOfClass(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}

/** How often the quantifier at a place repeats; null where there is none. */
function repetition(source: string, at: number): number | null {
  const char = source[at];
  if (char === '*' || char === '+') return Number.POSITIVE_INFINITY;
  const bounds = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(source.slice(at, at + 16));
  if (bounds === null) return null;
  if (bounds[2] === '') return Number(bounds[1]);
  return bounds[3] === '' ? Number.POSITIVE_INFINITY : Number(bounds[3]);
}
