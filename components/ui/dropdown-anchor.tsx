import type { Ref } from 'react';
import styles from './dropdown.module.css';

/** Where the button is, for what floats to stand by. The button itself says what it opens, so this says nothing. */
export function DropdownAnchor({ ref }: { ref?: Ref<HTMLSpanElement> }) {
  return <span ref={ref} className={styles.anchor} />;
}
