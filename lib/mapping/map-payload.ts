import type { FieldError } from '#lib/core/app-error.ts';
import type { MappedAttempt, MappedDocument, MappedPayload, Mapping, NamedRecord, Rule } from './mapping-contract.ts';
import { parsePath, type Step, valueAt } from './path.ts';
import { type Tree, treeText } from './payload-tree.ts';
import { PRESETS, type Preset, presetOf } from './presets.ts';
import { type Read, readValue } from './read-value.ts';
import { TARGET_FIELDS, type TargetField } from './target-fields.ts';

/** How a hook maps: its preset (null recognises the shape of each payload), and its own mapping, which goes first. */
export type HookMapping = { preset: string | null; mapping: Mapping | null };

const VALUE_MAX = 2_000;
/** What names a record, also where the payload only tells about it. */
const NAMING = new Set(['record.kind', 'record.sourceId', 'record.source']);

/**
 * Maps one payload. Takes what was read of it and how its hook maps; gives the attempt or the document that it reports, or
 * what is missing or wrong by field. Pure, bounded, and never throws, whatever was sent. Nothing is guessed: a date, a
 * decimal or a word that could mean two things is asked about.
 */
export function mapPayload(tree: Tree, { preset: presetId, mapping }: HookMapping): MappedPayload {
  const preset = presetId === null ? recognise(tree) : presetOf(presetId);
  const own = mapping?.fields ?? {};
  if (preset === null && Object.values(own).every((rule) => rule === null)) return unknownShape(presetId);
  const found = new Map<string, unknown>();
  const values: Record<string, string> = {};
  const problems: FieldError[] = [];
  for (const field of TARGET_FIELDS) {
    const rules = rulesOf(field, preset, own);
    const read = readField(tree, field, rules);
    if (read === null) continue;
    // What is told in passing need not be readable.
    const isTold = isOnlyTold(field, preset, own);
    if (read.problem !== null) {
      if (!isTold) problems.push({ field: field.name, message: read.problem });
      continue;
    }
    values[field.name] = shownValue(read.value);
    if (!isTold) found.set(field.name, read.value);
  }
  const gives =
    problems.length > 0 ? null : outcomeOrDocument(found, values, mapping?.gives ?? preset?.gives ?? 'attempt');
  if (problems.length === 0 && gives === null)
    problems.push(...missing(found, mapping?.gives ?? preset?.gives ?? 'attempt'));
  return { preset: preset?.id ?? null, values, problems, gives: problems.length > 0 ? null : gives };
}

/** Takes a payload; gives the preset whose shape it has, or null. */
export function recognise(tree: Tree): Preset | null {
  return (
    PRESETS.find(({ recognisedBy }) => recognisedBy.some((paths) => paths.every((path) => isFilled(at(tree, path))))) ??
    null
  );
}

function rulesOf(field: TargetField, preset: Preset | null, own: Mapping['fields']): readonly Rule[] {
  const rule = Object.hasOwn(own, field.name) ? own[field.name] : undefined;
  if (rule === null) return [];
  if (rule !== undefined) return [rule];
  return preset !== null && Object.hasOwn(preset.fields, field.name) ? (preset.fields[field.name] ?? []) : [];
}

function isOnlyTold({ name, of }: TargetField, preset: Preset | null, own: Mapping['fields']): boolean {
  return of === 'record' && !NAMING.has(name) && preset?.document === 'told' && !Object.hasOwn(own, name);
}

/** The first rule that finds something counts, and within it the first path. */
function readField(tree: Tree, field: TargetField, rules: readonly Rule[]): Read | null {
  for (const rule of rules) {
    const value = (rule.paths ?? []).map((path) => at(tree, path)).find(isFilled) ?? rule.constant;
    if (isFilled(value)) return readBy(field, value, rule);
  }
  return null;
}

function readBy({ name, type }: TargetField, value: Tree, rule: Rule): Read {
  const meant = meaningOf(value, rule);
  if (meant === null) {
    const said = treeText(value).slice(0, 60);
    return { value: null, problem: `“${said}” is in no list of values; say what it means` };
  }
  // A message is kept to the letter; one that is an object, as its JSON.
  if (name === 'errorMessage') return { value: treeText(meant), problem: null };
  return readValue(type, meant, rule);
}

/** What the rule says that a value means; the value itself if the rule lists none; null if it lists others. */
function meaningOf(value: Tree, { values }: Rule): Tree | null {
  if (values === undefined || values.length === 0 || typeof value === 'object')
    return values?.length ? anyMeaning(values) : value;
  const word = String(value).trim().toLowerCase();
  return values.find(({ from }) => from.trim().toLowerCase() === word)?.to ?? anyMeaning(values);
}

function anyMeaning(values: NonNullable<Rule['values']>): string | null {
  return values.find(({ from }) => from === '*')?.to ?? null;
}

function outcomeOrDocument(
  found: ReadonlyMap<string, unknown>,
  values: Record<string, string>,
  wanted: 'attempt' | 'record' | 'either',
): MappedAttempt | MappedDocument | null {
  const named = namedBy(values);
  const record = fieldsBelow(found, 'record.');
  const isAttempt = wanted === 'attempt' || (wanted === 'either' && found.has('outcome'));
  if (!isAttempt) return named.kind === null || named.sourceId === null ? null : { type: 'record', named, record };
  if (!found.has('outcome')) return null;
  const { raw, externalId, ...attempt } = Object.fromEntries(
    [...found].filter(([name]) => !name.startsWith('record.') && !name.startsWith('connection.')),
  );
  const connection = fieldsBelow(found, 'connection.');
  return {
    type: 'attempt',
    externalId: externalId === undefined ? null : String(externalId),
    named,
    attempt: { ...attempt, ...(Object.keys(connection).length === 0 ? {} : { connection }), record },
    raw: raw === undefined ? null : String(raw),
  };
}

function missing(found: ReadonlyMap<string, unknown>, wanted: 'attempt' | 'record' | 'either'): FieldError[] {
  const need = (name: string) => (found.has(name) ? [] : [{ field: name, message: 'is missing' }]);
  if (wanted === 'attempt') return need('outcome');
  return [...need('record.kind'), ...need('record.sourceId')];
}

function namedBy(values: Record<string, string>): NamedRecord {
  const said = (name: string) => values[`record.${name}`] ?? null;
  return { kind: said('kind'), sourceId: said('sourceId'), number: said('number'), source: said('source') };
}

function fieldsBelow(found: ReadonlyMap<string, unknown>, prefix: string): Record<string, unknown> {
  return Object.fromEntries(
    [...found].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

function unknownShape(presetId: string | null): MappedPayload {
  const message =
    presetId !== null
      ? 'This hook has no mapping yet: say which field is which.'
      : 'No preset knows this shape: choose one, or say which field is which.';
  return { preset: null, values: {}, problems: [{ field: 'outcome', message }], gives: null };
}

function isFilled(value: Tree | undefined): value is Tree {
  if (value === undefined || value === null) return false;
  return typeof value === 'string' ? value.trim() !== '' : true;
}

function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
}

const steps = new Map<string, Step[] | null>();
const CACHED_MAX = 5_000;

function at(tree: Tree, path: string): Tree | undefined {
  let known = steps.get(path);
  if (known === undefined) {
    if (steps.size >= CACHED_MAX) steps.clear();
    known = parsePath(path);
    steps.set(path, known);
  }
  return known === null ? undefined : valueAt(tree, known);
}
