import type { ReactNode } from 'react';
import styles from './section.module.css';

type SectionProps = { title: string; count?: number; children: ReactNode };

/** A titled part of a record. */
export function Section({ title, count, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.title}>
        {title}
        {count === undefined ? null : <span className={styles.count}> {count}</span>}
      </h3>
      {children}
    </section>
  );
}
