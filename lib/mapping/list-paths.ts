import { pathText, type Step } from './path.ts';
import type { Tree } from './payload-tree.ts';

/** One value of a payload, and the path that leads to it. */
export type PathSample = { path: string; sample: string };

const PATHS_MAX = 500;
const ENTRIES_MAX = 3;
const SAMPLE_MAX = 200;

/** Gives the values of a payload with their paths, in the order they were sent: what a mapping can pick from. */
export function listPaths(tree: Tree): PathSample[] {
  const found: PathSample[] = [];
  const visit = (at: Tree, steps: readonly Step[]): void => {
    if (found.length >= PATHS_MAX) return;
    if (typeof at !== 'object' || at === null) {
      if (steps.length > 0) found.push({ path: pathText(steps), sample: String(at ?? '').slice(0, SAMPLE_MAX) });
    } else if (Array.isArray(at)) {
      at.slice(0, ENTRIES_MAX).forEach((entry, index) => {
        visit(entry, [...steps, { by: 'index', index }]);
      });
    } else {
      for (const [key, value] of Object.entries(at)) visit(value, [...steps, { by: 'key', key }]);
    }
  };
  visit(tree, []);
  return found;
}
