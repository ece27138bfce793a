'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import styles from '../docs.module.css';

type CodeBlockProps = { label: string; text: string };

/** Text to be copied into a shell or a program. */
export function CodeBlock({ label, text }: CodeBlockProps) {
  const [said, setSaid] = useState<string | null>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Select the text to copy it');
    }
  }
  return (
    <figure className={styles.code}>
      <figcaption className={styles.codeHead}>
        <span>{label}</span>
        <Button kind="quiet" onClick={copy} aria-label={`Copy: ${label}`}>
          <Icon name="copy" />
          <span aria-live="polite">{said ?? 'Copy'}</span>
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className={styles.codeText} aria-label={label} tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </figure>
  );
}
