'use client';

import { IconDevicesOff, IconLogout } from '@tabler/icons-react';
import { Dropdown } from '#components/ui/dropdown.tsx';
import styles from './shell-menus.module.css';

type PersonMenuProps = {
  person: { name: string; email: string };
  signOut: () => Promise<void>;
  signOutEverywhere: () => Promise<void>;
};

/** Who is signed in, and the ways out. */
export function PersonMenu({ person, signOut, signOutEverywhere }: PersonMenuProps) {
  return (
    <Dropdown
      kind="quiet"
      isSquare
      aria-label={`Account of ${person.name}`}
      title={person.name}
      position="bottom-end"
      button={
        <span className={styles.initials} aria-hidden="true">
          {initialsOf(person.name)}
        </span>
      }
      head={
        <>
          <span className={styles.personName}>{person.name}</span>
          <span className={styles.email}>{person.email}</span>
        </>
      }
      choices={[
        { label: 'Sign out', icon: <IconLogout size={16} stroke={1.6} />, onPick: () => void signOut() },
        {
          label: 'Sign out everywhere',
          icon: <IconDevicesOff size={16} stroke={1.6} />,
          onPick: () => void signOutEverywhere(),
        },
      ]}
    />
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}
