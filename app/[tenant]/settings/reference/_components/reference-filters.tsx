'use client';

import { Button } from '#components/ui/button.tsx';
import styles from '#components/ui/filter-form.module.css';
import { useNavigation } from '#components/ui/soft-link.tsx';
import { REFERENCE_WORDS } from '#lib/reference/reference-contract.ts';
import { type ReferenceState, referenceHref } from '../reference-address.ts';

type ReferenceFiltersProps = {
  tenant: string;
  state: ReferenceState;
  sources: { slug: string; name: string }[];
};

/** What to look at. Without script it is a plain form. */
export function ReferenceFilters({ tenant, state, sources }: ReferenceFiltersProps) {
  const { navigate } = useNavigation();
  const { type, search, source, isActive } = state;

  function apply(form: FormData) {
    const value = (name: string) => String(form.get(name) ?? '').trim();
    const active = value('active');
    navigate(
      referenceHref(tenant, {
        type,
        search: value('q'),
        source: value('source') || null,
        isActive: active === '' ? null : active === 'true',
        cursor: null,
      }),
    );
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is too new for the browsers we support
    <form
      key={referenceHref(tenant, { ...state, cursor: null })}
      role="search"
      className={styles.filters}
      action={`/${tenant}/settings/reference`}
      onSubmit={(event) => {
        event.preventDefault();
        apply(new FormData(event.currentTarget));
      }}
    >
      <input type="hidden" name="type" value={REFERENCE_WORDS[type].slug} />
      <label className={styles.search}>
        <span>Search</span>
        <input type="search" name="q" defaultValue={search} maxLength={200} placeholder="Name, code or id" />
      </label>
      <label>
        <span>Source</span>
        <select name="source" defaultValue={source ?? ''}>
          <option value="">Every source</option>
          {sources.map((one) => (
            <option key={one.slug} value={one.slug}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>State</span>
        <select name="active" defaultValue={isActive === null ? '' : String(isActive)}>
          <option value="">Active or not</option>
          <option value="true">Active</option>
          <option value="false">Inactive</option>
        </select>
      </label>
      <Button type="submit">Show</Button>
    </form>
  );
}
