import { use } from 'react';
import styles from './side-navigation.module.css';

/** How much waits on a screen; nothing is drawn where nothing does, or while it is not known. */
export function NavigationBadge({ count }: { count: Promise<string | null> }) {
  const text = use(count);
  if (text === null) return null;
  return (
    <span className={styles.badge}>
      <span className="visually-hidden"> with </span>
      {text}
      <span className="visually-hidden"> waiting</span>
    </span>
  );
}
