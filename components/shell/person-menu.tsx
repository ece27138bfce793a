'use client';

import { Menu } from '@mantine/core';
import { IconDevicesOff, IconLogout } from '@tabler/icons-react';
import { Button } from '#components/ui/button.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './shell-menus.module.css';

type PersonMenuProps = {
  person: { name: string; email: string };
  signOut: () => Promise<void>;
  signOutEverywhere: () => Promise<void>;
};

/** Who is signed in, and the ways out. */
export function PersonMenu({ person, signOut, signOutEverywhere }: PersonMenuProps) {
  return (
    <Menu position="bottom-end" classNames={menu} offset={4} width={240} transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <Button kind="quiet" isSquare aria-label={`Account of ${person.name}`} title={person.name}>
          <span className={styles.initials} aria-hidden="true">
            {initialsOf(person.name)}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className={styles.personName}>{person.name}</span>
          <span className={styles.email}>{person.email}</span>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => signOut()}>
          Sign out
        </Menu.Item>
        <Menu.Item leftSection={<IconDevicesOff size={16} stroke={1.6} />} onClick={() => signOutEverywhere()}>
          Sign out everywhere
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}
