import styles from '../docs.module.css';

/** A sentence of the contract; what stands in backticks is code. */
export function Words({ children }: { children: string }) {
  return [...children.matchAll(/`([^`]*)`|[^`]+/g)].map((part) =>
    part[1] === undefined ? (
      part[0]
    ) : (
      <code key={part.index} className={styles.word}>
        {part[1]}
      </code>
    ),
  );
}
