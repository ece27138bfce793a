import { Icon } from '#components/ui/icon.tsx';
import type { ProblemState } from '#lib/problems/problem-contract.ts';
import { STATE_WORDS } from '../problem-words.ts';
import styles from './problem-parts.module.css';

/** A problem's state by icon, word and colour. */
export function StateBadge({ state }: { state: ProblemState }) {
  const { label, icon, means } = STATE_WORDS[state];
  return (
    <span className={styles.state} data-state={state} title={means}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
