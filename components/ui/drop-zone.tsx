'use client';

import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import styles from './drop-zone.module.css';

type DropZoneProps = {
  /** How the file chooser is called. */
  label: string;
  hint: string;
  /** What the chooser offers, as the attribute `accept` has it. What is dropped may be anything. */
  accept: string;
  onFiles: (files: File[]) => void;
};

/** A place to drop files on; a press or a key opens the file chooser instead. */
export function DropZone({ label, hint, accept, onFiles }: DropZoneProps) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  // What lies inside the zone is entered and left too, without the zone being left.
  const depth = useRef(0);

  useEffect(() => {
    // A file that misses the zone would be opened in place of the page.
    const keepPage = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', keepPage);
    window.addEventListener('drop', keepPage);
    return () => {
      window.removeEventListener('dragover', keepPage);
      window.removeEventListener('drop', keepPage);
    };
  }, []);

  function enter(event: DragEvent, step: 1 | -1) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current += step;
    setIsOver(depth.current > 0);
  }

  return (
    <label
      className={styles.zone}
      data-is-over={isOver}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <IconFileUpload size={28} stroke={1.4} aria-hidden="true" />
      <span className={styles.title}>
        Drop a file here, or <u>choose one</u>
      </span>
      <span id={`${id}-hint`} className={styles.hint}>
        {hint}
      </span>
      <input
        type="file"
        className={styles.input}
        aria-label={label}
        aria-describedby={`${id}-hint`}
        accept={accept}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file, corrected meanwhile, can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
