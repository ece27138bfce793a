import { newId } from '#lib/core/ids.ts';
import { nameKey } from './name-key.ts';
import type { ReferenceDetails, ReferenceResult } from './reference-contract.ts';
import type { ReferenceInput } from './schemas.ts';

/** An item as it is stored, or as it is to be. */
export type ItemState = {
  id: string;
  externalKey: string;
  code: string | null;
  name: string;
  nameKey: string;
  isActive: boolean;
  details: ReferenceDetails;
  isChanged: boolean;
};

/**
 * Applies checked items to what is stored, in their order, so that one that comes twice in a call is read as two calls.
 * Gives what becomes of each, and the state of every item that came.
 */
export function foldItems(
  stored: readonly ItemState[],
  items: readonly { index: number; input: ReferenceInput }[],
): { results: ReferenceResult[]; states: ItemState[] } {
  const before = new Map(stored.map((item) => [item.externalKey, item]));
  const states = new Map<string, ItemState>();
  const results = items.map(({ index, input }): ReferenceResult => {
    const known = states.get(input.sourceId) ?? before.get(input.sourceId);
    const next = stateAfter(known, input);
    states.set(input.sourceId, next.state);
    return { index, result: next.result, id: next.state.id };
  });
  return { results, states: [...states.values()].toSorted(byKey) };
}

type Result = 'created' | 'updated' | 'unchanged';

function stateAfter(known: ItemState | undefined, input: ReferenceInput): { state: ItemState; result: Result } {
  const code = input.code === undefined ? (known?.code ?? null) : input.code;
  const state: ItemState = {
    id: known?.id ?? newId(),
    externalKey: input.sourceId,
    code,
    name: input.name,
    nameKey: nameKey(input.name),
    isActive: input.active ?? true,
    details: mergeDetails(known?.details ?? {}, input.details),
    isChanged: true,
  };
  if (known === undefined) return { state, result: 'created' };
  if (isSame(known, state)) return { state: { ...state, isChanged: known.isChanged }, result: 'unchanged' };
  return { state, result: 'updated' };
}

function mergeDetails(known: ReferenceDetails, given: ReferenceDetails): ReferenceDetails {
  const merged = { ...known, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function isSame(one: ItemState, other: ItemState): boolean {
  const said = ({ code, name, isActive, details }: ItemState) => canonical([code, name, isActive, details]);
  return said(one) === said(other);
}

/** The database keeps no order of an object's fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function byKey(a: ItemState, b: ItemState): number {
  return a.externalKey < b.externalKey ? -1 : 1;
}
