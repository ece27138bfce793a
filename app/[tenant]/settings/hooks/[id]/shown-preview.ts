import type { PayloadPreview } from '#lib/hooks/hook-contract.ts';
import { parsePath, type Step } from '#lib/mapping/path.ts';

/** A preview whose paths are taken apart, so that they can be drawn as a tree. */
export type ShownPreview = Omit<PayloadPreview, 'paths'> & {
  paths: { path: string; sample: string; names: string[] }[];
};

/** Takes previews as the verb gives them; gives them with the names that lead to each value, for people. */
export function shownPreviews(previews: readonly PayloadPreview[]): ShownPreview[] {
  return previews.map((preview) => ({
    ...preview,
    paths: preview.paths.map((one) => ({ ...one, names: (parsePath(one.path) ?? []).map(nameOf) })),
  }));
}

function nameOf(step: Step): string {
  if (step.by === 'index') return `${step.index + 1}.`;
  return step.by === 'name' ? step.name : step.key;
}
