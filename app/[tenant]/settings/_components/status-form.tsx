'use client';

import { useId, useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';
import type { Syncability } from '#lib/sources/source-settings.ts';
import styles from '../settings.module.css';

/** The states of one kind, each with what it means; an empty one stands for records without any. */
export type KindStatuses = { kind: Kind; statuses: { status: string; meaning: Syncability }[] };
export type StatusChoices = Partial<Record<Kind, Record<string, Syncability>>>;

export const MEANING_LABEL: Record<Syncability, string> = {
  syncable: 'Ready to sync',
  not_yet: 'Not yet',
  void: 'Void',
};
const MEANINGS = Object.keys(MEANING_LABEL) as Syncability[];

type StatusFormProps = {
  source: string;
  kinds: readonly KindStatuses[];
  save: (choices: StatusChoices) => Promise<Outcome<unknown>>;
};

/** What each state of the source system means for syncing; saved as a whole. */
export function StatusForm({ began, ...props }: StatusFormProps & { began: string }) {
  const [said, setSaid] = useState('');
  return <Statuses key={began} {...props} said={said} setSaid={setSaid} />;
}

type Said = { said: string; setSaid: (said: string) => void };

function Statuses({ source, kinds, save, said, setSaid }: StatusFormProps & Said) {
  const [rows, setRows] = useState(kinds);
  const change = (kind: Kind, status: string, meaning: Syncability) =>
    setRows((now) =>
      now.map((of) =>
        of.kind === kind
          ? {
              kind,
              statuses: [...of.statuses.filter((one) => one.status !== status), { status, meaning }].sort(byStatus),
            }
          : of,
      ),
    );
  return (
    <ActForm
      submit="Save what they mean"
      pending="Saving…"
      act={() => {
        setSaid('');
        return save(
          Object.fromEntries(
            rows.map(({ kind, statuses }) => [
              kind,
              Object.fromEntries(statuses.map(({ status, meaning }) => [status, meaning])),
            ]),
          ),
        );
      }}
      onDone={() => setSaid(`Saved. Sync jobs get records of ${source} by this from now on.`)}
    >
      {() => (
        <>
          <p className={styles.lead}>
            Only what is ready is handed out to sync jobs. Void holds for documents that {source} sends from now on. A
            state that is not listed means not yet.
          </p>
          <div className={styles.kinds}>
            {rows.map(({ kind, statuses }) => (
              <fieldset key={kind} className={styles.states}>
                <legend>{KIND_LABEL[kind].many}</legend>
                {statuses.map(({ status, meaning }) => (
                  <StateChoice
                    key={status}
                    status={status}
                    meaning={meaning}
                    onChange={(next) => change(kind, status, next)}
                  />
                ))}
                <NewState onAdd={(status) => change(kind, status, 'syncable')} known={statuses} />
              </fieldset>
            ))}
          </div>
          <p role="status">{said}</p>
        </>
      )}
    </ActForm>
  );
}

type StateChoiceProps = { status: string; meaning: Syncability; onChange: (meaning: Syncability) => void };

function StateChoice({ status, meaning, onChange }: StateChoiceProps) {
  const id = useId();
  return (
    <div className={styles.state}>
      <label htmlFor={id}>{status === '' ? <i>no state</i> : status}</label>
      <select id={id} value={meaning} onChange={(event) => onChange(event.currentTarget.value as Syncability)}>
        {MEANINGS.map((one) => (
          <option key={one} value={one}>
            {MEANING_LABEL[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A state that no record has yet. Letter case does not matter. */
function NewState({ onAdd, known }: { onAdd: (status: string) => void; known: readonly { status: string }[] }) {
  const id = useId();
  const [text, setText] = useState('');
  const status = text.trim().toLowerCase();
  const add = () => {
    if (status === '' || known.some((one) => one.status === status)) return;
    onAdd(status);
    setText('');
  };
  return (
    <div className={styles.state}>
      <label htmlFor={id} className={styles.nothing}>
        Another
      </label>
      <span className={styles.add}>
        <input
          id={id}
          value={text}
          maxLength={255}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add}>Add</Button>
      </span>
    </div>
  );
}

function byStatus(a: { status: string }, b: { status: string }): number {
  return a.status < b.status ? -1 : 1;
}
