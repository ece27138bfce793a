'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './shown-once.module.css';

type ShownOnceProps = {
  title: string;
  /** What to do with it, and that it is gone afterwards. */
  children: ReactNode;
  texts: readonly { label: string; text: string }[];
  onDone: () => void;
};

/** Something secret that was just made: to be copied now. It gets the focus, and stays until somebody says so. */
export function ShownOnce({ title, children, texts, onDone }: ShownOnceProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={styles.box} aria-label={title}>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      <p>{children}</p>
      {texts.map((one) => (
        <CopiedText key={one.label} {...one} />
      ))}
      <div>
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </section>
  );
}

function CopiedText({ label, text }: { label: string; text: string }) {
  const [said, setSaid] = useState<string | null>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Copying failed: select the text');
    }
  }
  return (
    <div className={styles.one}>
      <p className={styles.label}>{label}</p>
      <div className={styles.line}>
        <code>{text}</code>
        <Button onClick={copy} aria-label={`Copy: ${label}`}>
          <Icon name="copy" />
          <span aria-live="polite">{said ?? 'Copy'}</span>
        </Button>
      </div>
    </div>
  );
}
