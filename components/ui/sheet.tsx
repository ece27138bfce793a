'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import styles from './sheet.module.css';

type SheetProps = {
  label: string;
  side: 'left' | 'center';
  /** More room, and a stray press beside it does not close it: something is being filled in. */
  isForm?: boolean;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** Something over the page that takes the focus and gives it back: the folded navigation, a list of keys. */
export function Sheet({ label, side, isForm = false, isOpen, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it; the keyboard has Escape, which the browser handles
    <dialog
      ref={dialog}
      aria-label={label}
      className={styles.sheet}
      data-side={side}
      data-is-form={isForm}
      // The browser tells of a close a moment after it gave the focus back; what was opened anew by then must stay.
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        dialog.current.close();
        onClose();
      }}
      onClose={() => {
        if (isOpen && dialog.current?.open !== true) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current && !isForm) onClose();
      }}
    >
      {isOpen ? <div className={styles.content}>{children}</div> : null}
    </dialog>
  );
}
