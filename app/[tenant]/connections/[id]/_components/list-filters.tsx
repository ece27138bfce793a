'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import styles from '#components/ui/filter-form.module.css';
import { useNavigation } from '#components/ui/soft-link.tsx';

type ListFiltersProps = {
  /** The address of the list without what the form says, and what stays in it. */
  path: string;
  kept: Record<string, string>;
  search: string;
  placeholder: string;
  children?: ReactNode;
};

/** What of a list to look at. Without script it is a plain form. */
export function ListFilters({ path, kept, search, placeholder, children }: ListFiltersProps) {
  const { navigate } = useNavigation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is too new for the browsers we support
    <form
      role="search"
      className={styles.filters}
      action={path}
      onSubmit={(event) => {
        event.preventDefault();
        const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]);
        const query = new URLSearchParams(fields.filter(([, value]) => value !== '')).toString();
        navigate(query === '' ? path : `${path}?${query}`);
      }}
    >
      {Object.entries(kept).map(([name, value]) =>
        value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <label className={styles.search}>
        <span>Search</span>
        <input type="search" name="q" defaultValue={search} maxLength={200} placeholder={placeholder} />
      </label>
      {children}
      <Button type="submit">Show</Button>
    </form>
  );
}
