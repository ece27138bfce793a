import type { NewMapping } from '#lib/hooks/update-mapping.ts';
import type { Mapping } from '#lib/mapping/mapping-contract.ts';

/** Gives a mapping as the verbs take one: a copy of its own, since theirs is writable. They check it themselves. */
export function inputOf(mapping: Mapping | null): NewMapping['mapping'] {
  return structuredClone(mapping) as NewMapping['mapping'];
}
