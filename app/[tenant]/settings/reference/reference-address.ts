import { REFERENCE_TYPES, REFERENCE_WORDS, type ReferenceType, typeOfSlug } from '#lib/reference/reference-contract.ts';

/** What the screen shows; it is its address. */
export type ReferenceState = {
  type: ReferenceType;
  search: string;
  source: string | null;
  isActive: boolean | null;
  cursor: string | null;
};

type RawSearchParams = Record<string, string | string[] | undefined>;

const SEARCH_MAX = 200;

/** Takes the address's parameters; gives a state in which every bad value is its default. */
export function parseReferenceParams(raw: RawSearchParams): ReferenceState {
  const one = (name: string) => {
    const value = raw[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const active = one('active');
  const search = one('q').slice(0, SEARCH_MAX).toWellFormed().replaceAll('\u0000', '').trim();
  return {
    type: typeOfSlug(one('type')) ?? REFERENCE_TYPES[0],
    search,
    source: /^[a-z0-9][a-z0-9-]{0,63}$/.test(one('source')) ? one('source') : null,
    isActive: active === 'true' ? true : active === 'false' ? false : null,
    cursor: one('cursor') === '' ? null : one('cursor').slice(0, 1000),
  };
}

/** Gives the address of a state; what is as at first is left out. */
export function referenceHref(tenant: string, { type, search, source, isActive, cursor }: ReferenceState): string {
  const params = new URLSearchParams({
    ...(type === REFERENCE_TYPES[0] ? {} : { type: REFERENCE_WORDS[type].slug }),
    ...(search === '' ? {} : { q: search }),
    ...(source === null ? {} : { source }),
    ...(isActive === null ? {} : { active: String(isActive) }),
    ...(cursor === null ? {} : { cursor }),
  }).toString();
  return `/${tenant}/settings/reference${params === '' ? '' : `?${params}`}`;
}
