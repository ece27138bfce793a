import styles from './chord-keys.module.css';
import { keyNames } from './shortcut.ts';

/** A chord as it stands on the keyboard. */
export function ChordKeys({ chord, isApple }: { chord: string; isApple: boolean }) {
  return (
    <span className={styles.chord} data-chord={chord}>
      {keyNames(chord, isApple).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
