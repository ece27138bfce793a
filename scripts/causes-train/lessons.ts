import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { CATALOGUE } from '#lib/causes/catalogue/catalogue.ts';
import type { Cause } from '#lib/causes/causes.ts';
import { FAMILIES, lessonOf } from '#lib/causes/diagnose.ts';
import { readFeatures } from '#lib/causes/learned/word-features.ts';
import { type Labelled, readLabelled } from '#lib/causes/score.ts';
import type { Lesson } from './learn-weights.ts';
import { WRAPPERS } from './wrappers.ts';

const FOLDER = 'tests/causes/corpus';

/** A file of labelled messages. */
export type LabelledFile = { name: string; items: Labelled[] };

/** Reads every labelled message there is, file by file: those collected, those written, and examples. */
export function readLabelledFiles(): LabelledFile[] {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ndjson'))
    .sort();
  const files = names.map((name) => ({ name, items: readItems(`${FOLDER}/${name}`) }));
  const examples = FAMILIES.flatMap(({ rules }) =>
    rules.flatMap(({ cause, examples: raws }) => raws.map((raw) => ({ provider: '', raw, cause }))),
  );
  const explained = Object.entries(CATALOGUE).flatMap(([cause, { examples: words }]) =>
    words.map(([provider, raw]) => ({ provider, raw, cause: cause as Cause })),
  );
  return [...files, { name: 'examples', items: [...examples, ...explained] }];
}

/** Says which messages were learned from, so that weights which know others are found out. */
export function stampOf(files: readonly LabelledFile[]): string {
  const all = files.flatMap(({ items }) => items.map(({ provider, raw, cause }) => [provider, raw, cause]));
  return createHash('sha256')
    .update(JSON.stringify([all, WRAPPERS]))
    .digest('hex')
    .slice(0, 16);
}

/** Makes lessons of labelled messages: each as it is and, unless it is a payload, behind the words of some sync tool. */
export function lessonsOf(files: readonly LabelledFile[]): Lesson[] {
  const items = files.flatMap((file) => file.items);
  const wrapped = items.flatMap((item, at) => {
    if (/^\s{0,20}[[{<]/.test(item.raw)) return [];
    return [{ ...item, raw: `${WRAPPERS[(at * 7) % WRAPPERS.length]}: ${item.raw}` }];
  });
  const empty = WRAPPERS.map((raw) => ({ provider: '', raw, cause: 'unknown' as const }));
  return [...items, ...wrapped, ...empty].map(({ provider, raw, cause }) => ({
    features: featuresOf(lessonOf({ provider, raw }).text),
    cause,
  }));
}

function featuresOf(text: string): number[] {
  const { count, hashes } = readFeatures(text);
  return [...new Set(hashes.subarray(0, count))];
}

function readItems(path: string): Labelled[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line, at) => {
    const item = readLabelled(line);
    if ('fault' in item) throw new Error(`${path}:${at + 1} ${item.fault}`);
    return item;
  });
}
