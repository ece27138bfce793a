import { Fragment } from 'react';
import type { ShownPreview } from '../shown-preview.ts';
import styles from './mapping.module.css';

type PayloadPickerProps = {
  preview: ShownPreview | null;
  /** Which field a value is picked for. */
  fieldLabel: string;
  onPick: (path: string) => void;
};

/** One payload as a tree of its values; pressing one uses its path for the field that is open at the other side. */
export function PayloadPicker({ preview, fieldLabel, onPick }: PayloadPickerProps) {
  const leaves = preview?.paths ?? [];
  return (
    <section className={styles.side} aria-labelledby="payload-title">
      <h2 id="payload-title">What was received</h2>
      {leaves.length === 0 ? (
        <p className={styles.quiet}>There is nothing to pick from yet.</p>
      ) : (
        <>
          <p className={styles.quiet}>
            Press a value to use it for <strong>{fieldLabel}</strong>.
          </p>
          <ul className={styles.tree}>
            {leaves.map(({ path, sample, names }, index) => (
              <Fragment key={path}>
                {newBranches(leaves[index - 1]?.names ?? [], names).map((branch) => (
                  <li key={branch.join('\n')} className={styles.branch} style={{ paddingLeft: indentOf(branch) }}>
                    {branch.at(-1)}
                  </li>
                ))}
                <li>
                  <button
                    type="button"
                    className={styles.leaf}
                    style={{ paddingLeft: indentOf(names) }}
                    title={path}
                    onClick={() => onPick(path)}
                  >
                    <span className={styles.leafName}>{names.at(-1)}</span>
                    <span className={styles.leafValue}>{sample === '' ? '(empty)' : sample}</span>
                  </button>
                </li>
              </Fragment>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Gives the branches that lead to a value and did not lead to the one before. */
function newBranches(before: readonly string[], names: readonly string[]): string[][] {
  const inside = Math.min(before.length, names.length) - 1;
  let shared = 0;
  while (shared < inside && before[shared] === names[shared]) shared += 1;
  return names.slice(shared, -1).map((_name, depth) => names.slice(0, shared + depth + 1));
}

function indentOf(names: readonly string[]): number {
  return 8 + Math.min(names.length - 1, 6) * 16;
}
