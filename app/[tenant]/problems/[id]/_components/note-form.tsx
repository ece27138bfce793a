'use client';

import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { addNote } from '../../actions.ts';
import styles from '../problem.module.css';

/** Writes a note for colleagues, kept for ever. */
export function NoteForm({ tenant, problemId, noteMax }: { tenant: string; problemId: string; noteMax: number }) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  return (
    <div className={styles.noteForm}>
      <ActForm
        submit="Save the note"
        pending="Saving…"
        act={() => addNote(tenant, problemId, text)}
        onDone={() => {
          setText('');
          setSaid('The note is saved.');
        }}
      >
        {(problems) => (
          <Field label="Note" hint="For your colleagues. It can’t be changed later." problem={problems.text}>
            {(control) => (
              <textarea
                {...control}
                rows={2}
                maxLength={noteMax}
                value={text}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  setSaid('');
                }}
              />
            )}
          </Field>
        )}
      </ActForm>
      <p role="status">{said}</p>
    </div>
  );
}
