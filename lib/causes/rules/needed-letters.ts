/** What a text must hold for a pattern to match it at all: three letters in a row, all of some needs, or one of them. */
type Letters = { readonly kind: 'letters'; readonly at: number };
type Several = { readonly kind: 'all' | 'one'; readonly needs: readonly (Letters | Several)[] };
type Need = Letters | Several;

/**
 * The needs of a pattern, one number after another: a place of letters, or where what is needed together ends (ALL) or
 * is needed one of (ONE). Empty where every text may match. To ask for them costs a fraction of the pattern.
 */
export type Needs = Int32Array;

const ALL = -1;
const ONE = -2;
const LETTERS = 3;
/** Five bits of each letter: letters that fall together are taken for met, which costs a look and no more. */
const marks = new Int32Array(1 << (5 * LETTERS));
let text = 0;

/** Reads what a pattern needs; what it does not understand it takes for met. */
export function readNeeds(pattern: RegExp): Needs {
  const need = readOne({ source: pattern.source, at: 0 });
  return Int32Array.from(need === null ? [] : numbersOf(need));
}

function numbersOf(need: Need): number[] {
  if (need.kind === 'letters') return [need.at];
  // What is asked for sooner is what costs less.
  const inside = need.needs
    .map(numbersOf)
    .sort((x, y) => x.length - y.length)
    .flat();
  return [need.kind === 'all' ? ALL : ONE, inside.length, ...inside];
}

/** Notes which letters a text holds, until the next one is noted. */
export function noteLetters(line: string): void {
  text = (text + 1) | 0;
  let place = 0;
  for (let at = 0; at < line.length; at += 1) {
    place = ((place << 5) | (line.charCodeAt(at) & 31)) & (marks.length - 1);
    if (at >= LETTERS - 1) marks[place] = text;
  }
}

/** Says whether a pattern with these needs may match the text noted last. */
export function areMet(needs: Needs): boolean {
  return needs.length === 0 || isMet(needs, 0);
}

function isMet(needs: Needs, from: number): boolean {
  const first = needs[from] ?? 0;
  if (first >= 0) return marks[first] === text;
  const end = from + 2 + (needs[from + 1] ?? 0);
  for (let at = from + 2; at < end; ) {
    const next = needs[at] ?? 0;
    const found = next >= 0 ? marks[next] === text : isMet(needs, at);
    if (found !== (first === ALL)) return found;
    at += next >= 0 ? 1 : 2 + (needs[at + 1] ?? 0);
  }
  return first === ALL;
}

type Reader = { readonly source: string; at: number };

/** Alternatives up to the bracket that closes them. */
function readOne(reader: Reader): Need | null {
  const needs = [readAll(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    needs.push(readAll(reader));
  }
  const known = needs.filter((need) => need !== null);
  if (known.length < needs.length) return null;
  return known.length === 1 ? (known[0] ?? null) : { kind: 'one', needs: known };
}

/** What stands one after the other. */
function readAll(reader: Reader): Need | null {
  const needs: Need[] = [];
  let run = '';
  const endRun = (): void => {
    for (let at = 0; at + LETTERS <= run.length; at += 1) needs.push({ kind: 'letters', at: placeOf(run, at) });
    run = '';
  };
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const literal = readLiteral(reader);
    const group = literal === null ? readOther(reader) : null;
    const isRepeated = /^(?:[?*+]|\{\d)/.test(reader.source.slice(reader.at, reader.at + 3));
    const isSure = !isRepeated || skipRepetition(reader);
    if (literal !== null && !isRepeated) run += literal;
    else endRun();
    if (group !== null && isSure) needs.push(group);
  }
  endRun();
  if (needs.length === 0) return null;
  return needs.length === 1 ? (needs[0] ?? null) : { kind: 'all', needs };
}

function placeOf(run: string, from: number): number {
  let place = 0;
  for (let at = from; at < from + LETTERS; at += 1) place = (place << 5) | (run.charCodeAt(at) & 31);
  return place;
}

/** A character that stands for itself; nothing for a mark of where a word or the text ends. */
function readLiteral(reader: Reader): string | null {
  const [char = '', next = ''] = [reader.source[reader.at], reader.source[reader.at + 1]];
  if (char === '\\') {
    if (next === 'b') {
      reader.at += 2;
      return '';
    }
    if (/\w/.test(next)) return null;
    reader.at += 2;
    return next;
  }
  if ('([.'.includes(char)) return null;
  reader.at += 1;
  return char === '^' || char === '$' ? '' : char;
}

/** A group, a class, or any character: gives what a group needs. */
function readOther(reader: Reader): Need | null {
  const { source } = reader;
  if (source[reader.at] === '\\') {
    reader.at += source[reader.at + 1] === 'u' ? 6 : 2;
    return null;
  }
  if (source[reader.at] === '.') {
    reader.at += 1;
    return null;
  }
  if (source[reader.at] === '[') {
    for (reader.at += 1; reader.at < source.length && source[reader.at] !== ']'; reader.at += 1) {
      if (source[reader.at] === '\\') reader.at += 1;
    }
    reader.at += 1;
    return null;
  }
  const opening = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(source.slice(reader.at, reader.at + 4))?.[0] ?? '(';
  reader.at += opening.length;
  const need = readOne(reader);
  reader.at += 1;
  return opening === '(' || opening === '(?:' ? need : null;
}

/** Goes on after a repetition; says whether it asks for one at least. */
function skipRepetition(reader: Reader): boolean {
  const found = /^(?:([?*])|\+|\{(\d+)[^}]*\})\??/.exec(reader.source.slice(reader.at));
  reader.at += found?.[0].length ?? 1;
  return found !== null && found[1] === undefined && found[2] !== '0';
}
