import { KINDS, type Kind, kindOfTab, TAB_OF_KIND } from '#lib/records/kinds.ts';

export type TemplateName = { kind: Kind; holds: 'records' | 'attempts' };

const OUTCOMES = '-outcomes';

/** Every template, by kind, each with how it is called in an address. */
export const TEMPLATES: readonly (TemplateName & { name: string })[] = KINDS.flatMap((kind) => [
  { kind, holds: 'records' as const, name: TAB_OF_KIND[kind] },
  { kind, holds: 'attempts' as const, name: TAB_OF_KIND[kind] + OUTCOMES },
]);

/** Takes the last part of an address; gives the template, or null for an unknown one. */
export function templateOf(name: string): TemplateName | null {
  const isOfOutcomes = name.endsWith(OUTCOMES);
  const kind = kindOfTab(isOfOutcomes ? name.slice(0, -OUTCOMES.length) : name);
  return kind === null ? null : { kind, holds: isOfOutcomes ? 'attempts' : 'records' };
}
