import { GROUP_MAX } from './duplicate-contract.ts';

/** A pair as it is grouped: `scope` keeps the sides of one company apart from those of another. */
export type GroupedPair = { id: string; scope: string; leftKey: string; rightKey: string; score: number };

/** Where a pair is shown: with those of its group, of which one leads. */
export type Place = { groupId: string; isLead: boolean; groupSize: number };

/**
 * Puts pairs into groups of those that are all alike: A like B and B like C make no group as long as A is not like C, so
 * that nothing is drawn in by a neighbour. Gives the place of each pair, by its id.
 */
export function groupPairs(pairs: readonly GroupedPair[]): Map<string, Place> {
  const sorted = pairs.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const known = new Set(pairs.map(({ scope, leftKey, rightKey }) => pairOf(scope, leftKey, rightKey)));
  const clusterOf = new Map<string, string[]>();
  const cluster = (scope: string, key: string) => clusterOf.get(`${scope} ${key}`) ?? [key];
  for (const { scope, leftKey, rightKey } of sorted) {
    const [left, right] = [cluster(scope, leftKey), cluster(scope, rightKey)];
    if (left === right || left.length + right.length > GROUP_MAX) continue;
    if (!left.every((one) => right.every((other) => known.has(pairOf(scope, one, other))))) continue;
    const joined = [...left, ...right];
    for (const key of joined) clusterOf.set(`${scope} ${key}`, joined);
  }
  const leads = new Map<string[], string>();
  const places = new Map<string, Place>();
  for (const { id, scope, leftKey, rightKey } of sorted) {
    const [left, right] = [cluster(scope, leftKey), cluster(scope, rightKey)];
    if (left !== right) {
      places.set(id, { groupId: id, isLead: true, groupSize: 2 });
      continue;
    }
    const lead = leads.get(left) ?? id;
    leads.set(left, lead);
    places.set(id, { groupId: lead, isLead: lead === id, groupSize: left.length });
  }
  return places;
}

function pairOf(scope: string, a: string, b: string): string {
  return a < b ? `${scope} ${a}\n${b}` : `${scope} ${b}\n${a}`;
}
