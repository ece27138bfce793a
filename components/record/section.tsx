import type { ReactNode } from 'react';
import styles from './section.module.css';

type SectionProps = { title: string; level: 2 | 3; count?: number; children: ReactNode };

/** A titled part of a record. */
export function Section({ title, level, count, children }: SectionProps) {
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <section className={styles.section} aria-label={title}>
      <Title className={styles.title}>
        {title}
        {count === undefined ? null : <span className={styles.count}> {count}</span>}
      </Title>
      {children}
    </section>
  );
}
