'use client';

import { type ButtonHTMLAttributes, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from './button.tsx';
import styles from './dropdown.module.css';
import type { MenuChoice } from './dropdown-menu.tsx';

// What floats is a third of the list's script: it is fetched when somebody reaches for it.
const loadPopover = () => import('./dropdown-popover.tsx');
const loadMenu = () => import('./dropdown-menu.tsx');
const DropdownPopover = lazy(loadPopover);
const DropdownMenu = lazy(loadMenu);

export type DropdownPosition = 'bottom-start' | 'bottom-end' | 'top-end';

type TriggerProps = Pick<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'title' | 'aria-label'> & {
  kind?: 'normal' | 'quiet';
  isSquare?: boolean;
};

type DropdownProps = TriggerProps & {
  /** What is inside the button. */
  button: ReactNode;
  position: DropdownPosition;
  onOpen?: () => void;
} & (
    | { choices: MenuChoice[]; head?: ReactNode }
    /** Anything else than a list of choices: how it is called, and what it holds. */
    | { label: string; sheetClassName?: string; children: (close: () => void) => ReactNode }
  );

/** A button, and what it opens beside itself: a menu of choices, or a small form. */
export function Dropdown({ button: face, position, onOpen, kind, isSquare, className, title, ...rest }: DropdownProps) {
  const [isOpen, setIsOpen] = useState(false);
  const wasOpenOnPress = useRef(false);
  const isMenu = 'choices' in rest;
  const button = useRef<HTMLButtonElement>(null);
  const fetchAhead = () => void (isMenu ? loadMenu() : loadPopover());

  function close() {
    setIsOpen(false);
    // What had the focus goes away; a press elsewhere takes it on from here.
    button.current?.focus({ preventScroll: true });
  }
  function toggle(isByPointer: boolean) {
    // A press outside of what floats has closed it already when the click on the button comes.
    const next = isByPointer ? !wasOpenOnPress.current : !isOpen;
    if (next) {
      // A key may press a button that has the focus out of sight, where what it opens would not be seen either.
      button.current?.scrollIntoView({ block: 'nearest' });
      onOpen?.();
    }
    setIsOpen(next);
  }

  return (
    <span className={styles.dropdown}>
      <Button
        ref={button}
        kind={kind}
        isSquare={isSquare}
        className={className}
        title={title}
        aria-label={rest['aria-label']}
        aria-haspopup={isMenu ? 'menu' : 'dialog'}
        aria-expanded={isOpen}
        onPointerEnter={fetchAhead}
        onFocus={fetchAhead}
        onPointerDown={() => {
          wasOpenOnPress.current = isOpen;
        }}
        onClick={(event) => toggle(event.detail > 0)}
      >
        {face}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          {'choices' in rest ? (
            <DropdownMenu
              label={rest['aria-label']}
              position={position}
              head={rest.head}
              choices={rest.choices}
              onClose={close}
            />
          ) : (
            <DropdownPopover
              position={position}
              label={rest.label}
              sheetClassName={rest.sheetClassName}
              onClose={close}
            >
              {rest.children(close)}
            </DropdownPopover>
          )}
        </Suspense>
      ) : null}
    </span>
  );
}
