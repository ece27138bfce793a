import type { ReactNode } from 'react';
import { Button, buttonClass } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './pager.module.css';
import { SoftLink } from './soft-link.tsx';

/** A neighbouring page; `href` is null where there is none. */
export type PageStep = { label: string; href: string | null };

type PagerProps = {
  label?: string;
  previous: PageStep;
  next: PageStep;
  /** How many rows a page may have. */
  sizes?: { size: number; href: string; isCurrent: boolean }[];
  /** Which rows these are. */
  children?: ReactNode;
};

/** The ways to the neighbouring pages of a list, and which part of it this page is. */
export function Pager({ label = 'Pages', previous, next, sizes = [], children }: PagerProps) {
  return (
    <nav aria-label={label} className={styles.pager}>
      <Step {...previous} isBack />
      <Step {...next} />
      {children === undefined ? null : (
        <p className={styles.count} aria-live="polite">
          {children}
        </p>
      )}
      {sizes.length === 0 ? null : (
        <p className={styles.sizes}>
          <span className={styles.sizesLabel}>Rows</span>
          {sizes.map(({ size, href, isCurrent }) => (
            <SoftLink
              key={size}
              className={styles.size}
              href={href}
              aria-label={`${size} rows a page`}
              aria-current={isCurrent ? 'true' : undefined}
            >
              {size}
            </SoftLink>
          ))}
        </p>
      )}
    </nav>
  );
}

function Step({ label, href, isBack = false }: PageStep & { isBack?: boolean }) {
  if (href === null) {
    return (
      <Button className={styles.step} isSquare disabled data-is-back={isBack} aria-label={label}>
        <Icon name="open" />
      </Button>
    );
  }
  return (
    <SoftLink
      className={`${buttonClass} ${styles.step}`}
      data-kind="normal"
      data-is-square="true"
      data-is-back={isBack}
      href={href}
      rel={isBack ? 'prev' : 'next'}
      aria-label={label}
      title={label}
    >
      <Icon name="open" />
    </SoftLink>
  );
}
