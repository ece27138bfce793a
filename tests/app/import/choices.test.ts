import { describe, expect, test } from 'vitest';
import type { Detected, DetectedColumn } from '#lib/imports/import-contract.ts';
import {
  columnLetters,
  firstDraft,
  needsOf,
  outcomeWords,
  problemsOf,
  problemWords,
  toChoices,
  withHolding,
} from '../../../app/[tenant]/import/[id]/choices.ts';

const column = (index: number, heading: string, guess: string | null, samples: string[] = []): DetectedColumn => ({
  index,
  heading,
  guess,
  samples,
  isTyped: false,
});

const detected: Detected = {
  rows: 3,
  encoding: { id: 'utf-8', how: 'valid' },
  separator: ';',
  hasHeadings: true,
  sheets: [],
  sheet: null,
  columns: [
    column(0, 'Number', 'record.number', ['INV-1']),
    column(1, 'Status', 'outcome', ['OK', 'failed', 'Complete']),
    column(2, 'Total', 'record.amount', ['1.250,00', '7']),
    column(3, 'Issued', 'record.documentDate', ['03/04/2026', '2026-04-05']),
    column(4, 'Type', 'record.kind', ['invoice']),
  ],
  preview: [],
  holds: 'records',
  kind: 'invoice',
};
const run = { format: 'csv' as const, choices: null, detected };
const sources = [{ slug: 'tms' }];
const sentences = (draft: Parameters<typeof problemsOf>[0]) => problemsOf(draft, run).map(problemWords);

describe('At first', () => {
  test('the headings and the only source are filled in, and no format ever is', () => {
    expect(firstDraft(run, sources)).toMatchObject({
      source: 'tms',
      kind: 'invoice',
      fieldOf: { 0: 'record.number', 2: 'record.amount' },
      dateFormat: null,
      decimalMark: null,
      timeZone: null,
    });
    expect(firstDraft(run, [...sources, { slug: 'aroflo' }]).source).toBe('');
  });

  test('everything that is missing is named, with what it is about', () => {
    expect(sentences({ ...firstDraft(run, []), source: '' })).toEqual([
      'The source must be chosen.',
      'The file needs a column for Currency, or one currency for every row.',
      'The file needs a column for Source ID.',
      'The order of dates must be chosen: the file’s dates can be read in more than one way.',
      'The decimal mark must be chosen: the file’s amounts can be read in more than one way.',
    ]);
  });

  test('nothing is missing once the number is the ID and the formats are chosen', () => {
    const formats = { dateFormat: 'dmy', decimalMark: ',' } as const;
    const fixed = [{ field: 'record.currency', value: 'EUR' }];
    const draft = { ...firstDraft(run, sources), isNumberId: true, ...formats, fixed };
    expect(sentences(draft)).toEqual([]);
    const choices = toChoices(draft, detected);
    expect(choices.columns).toContainEqual({ column: 0, field: 'record.sourceId' });
    expect(choices.columns).toContainEqual({ column: 0, field: 'record.number' });
    expect(firstDraft({ ...run, choices }, sources)).toEqual({
      ...draft,
      // What such a file can't have is no longer kept.
      fieldOf: { 0: 'record.number', 2: 'record.amount', 3: 'record.documentDate' },
    });
  });
});

test('what the file holds decides which columns count, and choosing it back loses nothing', () => {
  const draft = firstDraft(run, sources);
  const fields = (of: typeof draft) => toChoices(of, detected).columns.map(({ field }) => field);
  expect(fields(draft)).toEqual(['record.number', 'record.amount', 'record.documentDate']);
  expect(fields(withHolding(draft, 'several'))).toContain('record.kind');
  const outcomes = withHolding(draft, 'attempts');
  expect(fields(outcomes)).toContain('outcome');
  expect(outcomeWords(toChoices(outcomes, detected), detected)).toEqual(['OK']);
  expect(withHolding(outcomes, 'invoice')).toEqual(draft);
});

test('only values that can be read in several ways are asked about', () => {
  const needs = needsOf(toChoices(firstDraft(run, sources), detected), detected);
  expect(needs).toEqual({ dateFormat: ['03/04/2026'], decimalMark: ['1.250,00'], timeZone: [] });
});

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is called %s', (index, letters) => {
  expect(columnLetters(index)).toBe(letters);
});
