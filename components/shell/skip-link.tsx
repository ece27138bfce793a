import styles from './skip-link.module.css';

/** Leads whoever goes by keyboard past the head of a page that anybody may read. */
export function SkipLink() {
  return (
    <a className={styles.skip} href="#main">
      Skip to content
    </a>
  );
}
