import type { Mapping, Rule } from '#lib/mapping/mapping-contract.ts';
import { TARGET_FIELDS, type TargetField, type TargetType } from '#lib/mapping/target-fields.ts';

/** The own rules as they are being edited: null switches a field off, one that is missing is left to the preset. */
export type Draft = Readonly<Record<string, Rule | null>>;

/** Where the value of a field comes from, as the editor offers it. */
export const ORIGINS = ['preset', 'paths', 'constant', 'off'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Gives the draft of a stored mapping. */
export function draftOf(mapping: Mapping | null): Draft {
  return mapping?.fields ?? {};
}

/** Gives the mapping that a draft makes; null if it says nothing of its own. Rules that are not filled in are left out. */
export function mappingOf(draft: Draft, gives: Mapping['gives']): Mapping | null {
  const fields = Object.fromEntries(
    Object.entries(draft).flatMap(([name, rule]): [string, Rule | null][] => {
      const clean = rule === null ? null : cleaned(rule);
      return clean === undefined ? [] : [[name, clean]];
    }),
  );
  if (Object.keys(fields).length === 0 && gives === undefined) return null;
  return gives === undefined ? { fields } : { gives, fields };
}

function cleaned(rule: Rule): Rule | undefined {
  const paths = (rule.paths ?? []).map((path) => path.trim()).filter((path) => path !== '');
  const values = (rule.values ?? []).filter(({ from, to }) => from !== '' && to !== '');
  const hasConstant = rule.constant !== undefined && rule.constant !== '';
  if (paths.length === 0 && !hasConstant) return undefined;
  return {
    ...(paths.length === 0 ? {} : { paths }),
    ...(hasConstant ? { constant: rule.constant } : {}),
    ...(values.length === 0 ? {} : { values }),
    ...(rule.dateFormat === undefined ? {} : { dateFormat: rule.dateFormat }),
    ...(rule.timeZone === undefined || rule.timeZone === '' ? {} : { timeZone: rule.timeZone }),
    ...(rule.decimal === undefined ? {} : { decimal: rule.decimal }),
  };
}

/** Says where a field's value comes from. */
export function originOf(draft: Draft, name: string): Origin {
  const rule = draft[name];
  if (rule === undefined) return 'preset';
  if (rule === null) return 'off';
  return rule.paths === undefined ? 'constant' : 'paths';
}

/** Gives the draft with a field's value coming from elsewhere. */
export function withOrigin(draft: Draft, name: string, origin: Origin): Draft {
  const { [name]: before, ...others } = draft;
  if (origin === 'preset') return others;
  if (origin === 'off') return { ...others, [name]: null };
  const { paths, constant, ...rest } = before ?? {};
  return origin === 'paths'
    ? { ...others, [name]: { ...rest, paths: paths ?? [''] } }
    : { ...others, [name]: { ...rest, constant: constant ?? '' } };
}

/** Gives the draft with a path picked for a field: in place of an empty one, else after those that are there. */
export function withPath(draft: Draft, name: string, path: string): Draft {
  const before = draft[name] ?? {};
  const paths = (before.paths ?? []).filter((known) => known !== '' && known !== path);
  return { ...draft, [name]: { ...before, paths: [...paths, path] } };
}

/** The parts in which the fields are shown. */
export const FIELD_GROUPS: readonly { label: string; fields: readonly TargetField[] }[] = [
  { label: 'What is needed', fields: TARGET_FIELDS.filter(({ isNeeded }) => isNeeded !== 'no') },
  { label: 'The outcome', fields: TARGET_FIELDS.filter(({ isNeeded, of }) => isNeeded === 'no' && of === 'attempt') },
  { label: 'The document', fields: TARGET_FIELDS.filter(({ isNeeded, of }) => isNeeded === 'no' && of === 'record') },
];

/** The values that a field of a closed type can have, with their words; null for any other type. */
export function choicesOf(type: TargetType): { value: string; label: string }[] | null {
  switch (type) {
    case 'outcome':
      return [
        { value: 'complete', label: 'Complete' },
        { value: 'failed', label: 'Failed' },
      ];
    case 'kind':
      return [
        { value: 'invoice', label: 'Invoice' },
        { value: 'invoice_payment', label: 'Invoice payment' },
        { value: 'bill', label: 'Bill' },
        { value: 'bill_payment', label: 'Bill payment' },
      ];
    case 'boolean':
      return [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ];
    default:
      return null;
  }
}
