'use client';

import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import styles from './shell-menus.module.css';

type TenantMenuProps = {
  current: { slug: string; name: string };
  tenants: { slug: string; name: string; href: string }[];
};

/** The business one is looking at, and the way to the others one belongs to. A plain name if there is only one. */
export function TenantMenu({ current, tenants }: TenantMenuProps) {
  if (tenants.length < 2) return <span className={styles.tenant}>{current.name}</span>;
  return (
    <Dropdown
      kind="quiet"
      className={styles.trigger}
      aria-label={`Business: ${current.name}. Switch`}
      position="bottom-end"
      button={
        <>
          <span className={styles.name}>{current.name}</span>
          <Icon name="chevron" />
        </>
      }
      choices={tenants.map(({ slug, name, href }) => ({ label: name, href, isCurrent: slug === current.slug }))}
    />
  );
}
