import type { ReactNode } from 'react';
import styles from './segments.module.css';
import { SoftLink } from './soft-link.tsx';

type SegmentsProps = {
  label: string;
  /** `status`: what its icon is coloured by, where the screen does so. */
  segments: readonly { href: string; isCurrent: boolean; face: ReactNode; status?: string }[];
  className?: string;
};

/** A choice among few, each under its own address, beside one another in one frame. */
export function Segments({ label, segments, className }: SegmentsProps) {
  return (
    <nav aria-label={label} className={className === undefined ? styles.segments : `${styles.segments} ${className}`}>
      {segments.map(({ href, isCurrent, face, status }) => (
        <SoftLink
          key={href}
          className={styles.segment}
          href={href}
          aria-current={isCurrent ? 'true' : undefined}
          data-status={status}
        >
          {face}
        </SoftLink>
      ))}
    </nav>
  );
}
