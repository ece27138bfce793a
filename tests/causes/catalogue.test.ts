import { expect, test } from 'vitest';
import { CATALOGUE, CATALOGUE_GROUPS, catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { CAUSES } from '#lib/causes/causes.ts';
import { diagnose } from '#lib/causes/diagnose.ts';

test('every cause is listed once, under an address and a name of its own', () => {
  expect(CATALOGUE_GROUPS.flatMap(({ causes }) => causes).toSorted()).toEqual([...CAUSES].toSorted());
  expect(new Set(CAUSES.map(catalogueHref)).size).toBe(CAUSES.length);
  expect(new Set(Object.values(CAUSE_LABEL)).size).toBe(CAUSES.length);
});

test('what the catalogue gives as an example of a cause is diagnosed as it', () => {
  const wrong = CAUSES.flatMap((cause) =>
    CATALOGUE[cause].examples
      .map(([place, words]) => ({ words, wanted: cause, got: diagnose({ provider: place, raw: words }).cause }))
      .filter(({ wanted, got }) => wanted !== got),
  );
  expect(wrong).toEqual([]);
});

test('each says what to do in a few steps, without exclamation marks', () => {
  for (const cause of CAUSES) {
    const { meaning, steps, prevention } = CATALOGUE[cause];
    expect(steps.length, cause).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify([meaning, steps, prevention]), cause).not.toContain('!');
  }
});
