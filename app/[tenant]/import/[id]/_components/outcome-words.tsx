'use client';

import { useId } from 'react';
import type { Draft } from '../choices.ts';
import styles from './choose-panel.module.css';

type OutcomeWordsProps = {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** The words that stand in the column of outcomes and say neither complete nor failed. */
  words: readonly string[];
};

/** What the file's own words for outcomes mean. */
export function OutcomeWords({ draft, onDraft, words }: OutcomeWordsProps) {
  const id = useId();
  const set = (word: string, outcome: string) => {
    const others = draft.outcomes.filter((one) => one.word !== word);
    const chosen =
      outcome === 'complete' || outcome === 'failed' ? [{ word, outcome: outcome as 'complete' | 'failed' }] : [];
    onDraft({ ...draft, outcomes: [...others, ...chosen] });
  };
  return (
    <div className={styles.meanings}>
      <p id={`${id}-legend`}>The words for outcomes mean</p>
      <ul className={styles.words} aria-labelledby={`${id}-legend`}>
        {words.map((word, at) => (
          <li key={word}>
            <label htmlFor={`${id}-${at}`} className={styles.word}>
              {word}
            </label>
            <select
              id={`${id}-${at}`}
              value={draft.outcomes.find((one) => one.word === word)?.outcome ?? ''}
              onChange={(event) => set(word, event.currentTarget.value)}
            >
              <option value="">Neither: reject the row</option>
              <option value="complete">Complete: it is in the ledger</option>
              <option value="failed">Failed: it is not</option>
            </select>
          </li>
        ))}
      </ul>
    </div>
  );
}
