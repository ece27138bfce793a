import { innerTree, type Tree } from './payload-tree.ts';

/**
 * One step into nested data: a member, a member however its name is spelled (`~invoiceid` finds "Invoice ID", invoice_id and
 * invoiceId), a place in a list (from the end if negative), or the entry whose member says so.
 */
export type Step =
  | { by: 'key'; key: string }
  | { by: 'name'; name: string }
  | { by: 'index'; index: number }
  | { by: 'find'; key: string; value: string };

const STEPS_MAX = 24;
export const PATH_MAX = 500;

const ANY_SPELLING = '~';
const PLAIN = /^[^.[\]"]+/;
const INDEX = /^\[(-?\d{1,6})\]/;
const QUOTED = /^\[("(?:[^"\\]|\\.)*")\]/;
const FIND = /^\[([^=\]"]+)=(?:("(?:[^"\\]|\\.)*")|([^\]"]*))\]/;

/**
 * Takes the text of a path, such as `data.items[0].name`, `fields[name=Status].value` or `["a key. with dots"]`; gives its
 * steps, or null if it is none.
 */
export function parsePath(text: string): Step[] | null {
  if (text.length === 0 || text.length > PATH_MAX) return null;
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '') {
    if (steps.length === STEPS_MAX) return null;
    const isFirst = steps.length === 0;
    const bracket = bracketStep(rest);
    if (bracket !== null) {
      steps.push(bracket.step);
      rest = rest.slice(bracket.length);
      continue;
    }
    if (!isFirst && !rest.startsWith('.')) return null;
    const key = PLAIN.exec(isFirst ? rest : rest.slice(1))?.[0];
    if (key === undefined) return null;
    steps.push(key.startsWith(ANY_SPELLING) ? { by: 'name', name: plainName(key) } : { by: 'key', key });
    rest = rest.slice(key.length + (isFirst ? 0 : 1));
  }
  return steps;
}

function bracketStep(rest: string): { step: Step; length: number } | null {
  const index = INDEX.exec(rest);
  if (index !== null) return { step: { by: 'index', index: Number(index[1]) }, length: index[0].length };
  const quoted = QUOTED.exec(rest);
  if (quoted !== null) {
    const key = unquote(quoted[1]);
    return key === null ? null : { step: { by: 'key', key }, length: quoted[0].length };
  }
  const find = FIND.exec(rest);
  if (find === null) return null;
  const value = find[2] === undefined ? (find[3] ?? '') : unquote(find[2]);
  return value === null ? null : { step: { by: 'find', key: find[1] ?? '', value }, length: find[0].length };
}

function unquote(text: string | undefined): string | null {
  try {
    return String(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** Gives the text by which `parsePath` finds the same steps. */
export function pathText(steps: readonly Step[]): string {
  return steps.map(stepText).join('');
}

function stepText(step: Step, place: number): string {
  if (step.by === 'index') return `[${step.index}]`;
  if (step.by === 'find') return `[${step.key}=${JSON.stringify(step.value)}]`;
  if (step.by === 'name') return `${place === 0 ? '' : '.'}${ANY_SPELLING}${step.name}`;
  if (PLAIN.exec(step.key)?.[0] !== step.key || step.key.startsWith(ANY_SPELLING))
    return `[${JSON.stringify(step.key)}]`;
  return place === 0 ? step.key : `.${step.key}`;
}

/** Gives what stands at a path, or undefined. Goes into texts that are JSON themselves. */
export function valueAt(tree: Tree, steps: readonly Step[]): Tree | undefined {
  let at: Tree | undefined = tree;
  for (const step of steps) {
    const within: Tree | null | undefined = typeof at === 'string' ? innerTree(at) : at;
    if (typeof within !== 'object' || within === null) return undefined;
    at = stepInto(within, step);
  }
  return at;
}

function stepInto(within: Tree[] | { [key: string]: Tree }, step: Step): Tree | undefined {
  if (step.by === 'key') {
    return !Array.isArray(within) && Object.hasOwn(within, step.key) ? within[step.key] : undefined;
  }
  if (step.by === 'name') return Array.isArray(within) ? undefined : namedMember(within, step.name);
  if (!Array.isArray(within)) return undefined;
  if (step.by === 'index') return within.at(step.index);
  return within.find(
    (entry) =>
      typeof entry === 'object' &&
      entry !== null &&
      !Array.isArray(entry) &&
      Object.hasOwn(entry, step.key) &&
      String(entry[step.key]) === step.value,
  );
}

function namedMember(within: { [key: string]: Tree }, name: string): Tree | undefined {
  const key = namesOf(within).get(name);
  return key === undefined ? undefined : within[key];
}

const names = new WeakMap<object, Map<string, string>>();

/** The members of an object by their names without capitals and marks; of two that are alike the first counts. */
function namesOf(within: { [key: string]: Tree }): Map<string, string> {
  const known = names.get(within);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  for (const key of Object.keys(within)) {
    const name = plainName(key);
    if (name !== '' && !found.has(name)) found.set(name, key);
  }
  names.set(within, found);
  return found;
}

function plainName(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
