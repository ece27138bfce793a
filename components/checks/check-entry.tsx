import type { ReactNode } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { CheckState as State } from '#lib/checks/check-contract.ts';
import { CheckState } from './check-state.tsx';
import styles from './checks.module.css';
import { Evidence } from './evidence.tsx';

/** What an entry shows, of a check or of a step of the guided run. */
export type ShownAnswer = {
  state: State;
  sentence: string;
  remedy: string | null;
  evidence: Record<string, unknown>;
  at: string;
};

type CheckEntryProps = {
  label: string;
  /** Of its heading. */
  level?: 3 | 4;
  answer: ShownAnswer;
  formats: Formats;
  /** It came while somebody looks on. */
  isFresh?: boolean;
  /** Further ways, such as to its history. */
  children?: ReactNode;
};

/** One check: what it found, in one sentence, what to do, and what it was seen by. */
export function CheckEntry({ label, answer, formats, level = 4, isFresh = false, children }: CheckEntryProps) {
  const { state, sentence, remedy, evidence, at } = answer;
  const Heading = level === 3 ? 'h3' : 'h4';
  return (
    <div className={styles.entry} data-is-fresh={isFresh}>
      <CheckState state={state} />
      <div className={styles.body}>
        <Heading className={styles.label}>{label}</Heading>
        <p>{sentence}</p>
        {remedy === null ? null : (
          <p className={styles.remedy}>
            <strong>To do:</strong> {remedy}
          </p>
        )}
        <details className={styles.details}>
          <summary>How this is known</summary>
          <Evidence evidence={evidence} formats={formats} />
          {children}
        </details>
      </div>
      <p className={styles.at}>
        <DateTime instant={at} formats={formats} />
      </p>
    </div>
  );
}
