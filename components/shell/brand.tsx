import styles from './brand.module.css';

/** The product's mark and name. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path d="M8 12.5h16M8 19.5h8.5" />
        <path d="M19.5 19.8l2.4 2.4 4-4.6" />
      </svg>
      Tieout
    </span>
  );
}
