'use client';

import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DropdownPosition } from './dropdown.tsx';
import { DropdownAnchor } from './dropdown-anchor.tsx';
import menu from './menu.module.css';

type DropdownPopoverProps = {
  position: DropdownPosition;
  label: string;
  sheetClassName: string | undefined;
  onClose: () => void;
  children: ReactNode;
};

/** What floats beside its button, keeps the focus while it is open, and gives it back. */
export default function DropdownPopover({ position, label, sheetClassName, onClose, children }: DropdownPopoverProps) {
  return (
    <Popover
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      position={position}
      offset={4}
      trapFocus
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: sheetClassName === undefined ? menu.dropdown : `${menu.dropdown} ${sheetClassName}` }}
    >
      <Popover.Target>
        <DropdownAnchor />
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  );
}
