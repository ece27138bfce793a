import { use } from 'react';
import styles from './side-navigation.module.css';

type NavigationBadgeProps = {
  count: Promise<string | null>;
  /** What so many are, for whoever hears the page. */
  word?: string;
};

/** How much waits on a screen; nothing is drawn where nothing does, or while it is not known. */
export function NavigationBadge({ count, word = 'waiting' }: NavigationBadgeProps) {
  const text = use(count);
  if (text === null) return null;
  return (
    <span className={styles.badge}>
      <span className="visually-hidden"> with </span>
      {text}
      <span className="visually-hidden"> {word}</span>
    </span>
  );
}
