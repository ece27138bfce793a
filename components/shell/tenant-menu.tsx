'use client';

import { Menu } from '@mantine/core';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './shell-menus.module.css';

type TenantMenuProps = {
  current: { slug: string; name: string };
  tenants: { slug: string; name: string; href: string }[];
};

/** The business one is looking at, and the way to the others one belongs to. A plain name if there is only one. */
export function TenantMenu({ current, tenants }: TenantMenuProps) {
  if (tenants.length < 2) return <span className={styles.tenant}>{current.name}</span>;
  return (
    <Menu position="bottom-end" classNames={menu} offset={4} transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <Button kind="quiet" className={styles.trigger} aria-label={`Business: ${current.name}. Switch`}>
          <span className={styles.name}>{current.name}</span>
          <Icon name="chevron" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.slug}
            component="a"
            href={tenant.href}
            aria-current={tenant.slug === current.slug ? 'true' : undefined}
          >
            {tenant.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
