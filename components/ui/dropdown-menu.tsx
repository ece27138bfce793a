'use client';

import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DropdownPosition } from './dropdown.tsx';
import { DropdownAnchor } from './dropdown-anchor.tsx';
import menu from './menu.module.css';

/** One choice: a page to go to, or something to do. */
export type MenuChoice = { label: string; icon?: ReactNode; isCurrent?: boolean } & (
  | { href: string }
  | { onPick: () => void }
);

type DropdownMenuProps = {
  label: string | undefined;
  position: DropdownPosition;
  head?: ReactNode;
  choices: MenuChoice[];
  onClose: () => void;
};

/** Choices to walk through with the arrow keys. */
export default function DropdownMenu({ label, position, head, choices, onClose }: DropdownMenuProps) {
  return (
    <Menu
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      position={position}
      offset={4}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      classNames={menu}
    >
      <Menu.Target>
        <DropdownAnchor />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {head === undefined ? null : (
          <>
            <Menu.Label>{head}</Menu.Label>
            <Menu.Divider />
          </>
        )}
        {choices.map((choice) => {
          const looks = { leftSection: choice.icon, 'aria-current': choice.isCurrent ? ('true' as const) : undefined };
          return 'href' in choice ? (
            <Menu.Item key={choice.label} {...looks} component="a" href={choice.href}>
              {choice.label}
            </Menu.Item>
          ) : (
            <Menu.Item key={choice.label} {...looks} onClick={choice.onPick}>
              {choice.label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
