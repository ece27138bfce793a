'use client';

import { useId, useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { NOTE_MAX } from '#lib/records/record-contract.ts';
import { noteRecord } from '../actions.ts';
import styles from './note-form.module.css';

type NoteFormProps = { tenant: string; recordId: string; onNoted: () => void };

/** Writes a note into a record's time line: plain words for colleagues, kept for ever. */
export function NoteForm({ tenant, recordId, onNoted }: NoteFormProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const opener = useRef<HTMLButtonElement>(null);
  const problemId = useId();

  function close() {
    setIsOpen(false);
    setProblem(null);
    requestAnimationFrame(() => opener.current?.focus());
  }
  function save(text: string) {
    startSaving(async () => {
      const answer = await noteRecord({ tenant, recordId, text }).catch(() => ({
        problem: 'The server did not answer. Your note is still here: try again.',
      }));
      if (answer.problem !== null) return setProblem(answer.problem);
      close();
      onNoted();
    });
  }

  if (!isOpen) {
    return (
      <Button ref={opener} className={styles.opener} onClick={() => setIsOpen(true)}>
        Add a note
      </Button>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save(String(new FormData(event.currentTarget).get('text') ?? ''));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          // The panel around it would close.
          event.stopPropagation();
          close();
        }
      }}
    >
      <textarea
        name="text"
        className={styles.text}
        aria-label="Note"
        aria-describedby={problem === null ? undefined : problemId}
        placeholder="For your colleagues. It can’t be changed later."
        required
        maxLength={NOTE_MAX}
        rows={3}
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus
      />
      {problem === null ? null : (
        <p id={problemId} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <p className={styles.acts}>
        <Button type="submit" kind="primary" disabled={isSaving}>
          {isSaving ? 'Saving…' : 'Save the note'}
        </Button>
        <Button kind="quiet" onClick={close}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
