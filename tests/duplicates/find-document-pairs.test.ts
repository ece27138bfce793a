import { expect, test } from 'vitest';
import { findDocumentPairs } from '#lib/duplicates/find-document-pairs.ts';
import { groupPairs } from '#lib/duplicates/group-pairs.ts';
import { document, LABELLED_DOCUMENTS } from './labelled-documents.ts';

test('Labelled documents: few are missed, and none is said to be what it is not', () => {
  const answers = LABELLED_DOCUMENTS.map(({ documents, isDuplicate }) => {
    const [a, b] = documents;
    const found = findDocumentPairs(documents);
    const isFound = found.some(({ left, right }) => left === a && right === b);
    return {
      of: `${a?.party} ${a?.number} | ${b?.party} ${b?.number}`,
      isDuplicate,
      isFound,
      others: found.length - Number(isFound),
    };
  });
  expect(answers.filter(({ isDuplicate, isFound }) => isFound && !isDuplicate).map(({ of }) => of)).toEqual([]);
  expect(answers.filter(({ isDuplicate, isFound }) => isDuplicate && !isFound).map(({ of }) => of)).toEqual([
    'Acme Freight INV-1001 | Acme Freight LLC INV-1001',
  ]);
  expect(answers.reduce((sum, { others }) => sum + others, 0)).toBe(0);
  expect(answers.length).toBeGreaterThanOrEqual(40);
});

test('A party that is billed the same each day is looked through by its numbers alone', () => {
  const day = (place: number) => new Date(Date.UTC(2026, 0, 1 + (place % 300))).toISOString().slice(0, 10);
  const usual = Array.from({ length: 3_000 }, (_, place) =>
    document(String(place), { number: `SHP-${10_000 + place}`, date: day(place) }),
  );
  const again = document('again', { number: '10007', date: day(8) });
  expect(findDocumentPairs(usual)).toEqual([]);
  expect(findDocumentPairs([...usual, again]).map(({ left, right }) => [left.key, right.key])).toEqual([
    ['7', 'again'],
  ]);
});

test('A group is of those that are all alike', () => {
  const pair = (a: string, b: string, score: number) => ({
    id: `${a}${b}`,
    scope: 's',
    leftKey: a,
    rightKey: b,
    score,
  });
  const places = groupPairs([pair('a', 'b', 90), pair('b', 'c', 80), pair('a', 'c', 70), pair('c', 'd', 60)]);
  expect(Object.fromEntries(places)).toEqual({
    ab: { groupId: 'ab', isLead: true, groupSize: 3 },
    bc: { groupId: 'ab', isLead: false, groupSize: 3 },
    ac: { groupId: 'ab', isLead: false, groupSize: 3 },
    cd: { groupId: 'cd', isLead: true, groupSize: 2 },
  });
});
