import { Icon } from '#components/ui/icon.tsx';
import type { CheckState as State } from '#lib/checks/check-contract.ts';
import { STATE_WORDS } from './check-words.ts';
import styles from './checks.module.css';

/** What a check found, by icon, word and colour. */
export function CheckState({ state }: { state: State }) {
  const { word, icon } = STATE_WORDS[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
