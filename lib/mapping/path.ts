import { innerTree, type Tree } from './payload-tree.ts';

/** One step into nested data: a member, a place in a list (from the end if negative), or the entry whose member says so. */
export type Step =
  | { by: 'key'; key: string }
  | { by: 'index'; index: number }
  | { by: 'find'; key: string; value: string };

const STEPS_MAX = 24;
export const PATH_MAX = 500;

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
    steps.push({ by: 'key', key });
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
  if (PLAIN.exec(step.key)?.[0] !== step.key) return `[${JSON.stringify(step.key)}]`;
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
