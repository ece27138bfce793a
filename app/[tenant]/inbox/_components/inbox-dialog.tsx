'use client';

import { useState } from 'react';
import { indentJson } from '#components/record/indent-json.ts';
import type { Formats } from '#components/sync/formats.ts';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { FieldError } from '#lib/core/app-error.ts';
import { type InboxPart, REASON_MAX } from '#lib/inbox/inbox-contract.ts';
import { correct, dismiss, restore } from '../actions.ts';
import styles from './inbox.module.css';
import { MatchForm } from './match-form.tsx';

/** What is being decided, and about what. */
export type OpenedItem =
  | { act: 'dismiss' | 'restore'; part: InboxPart; ids: string[] }
  | { act: 'match'; part: 'unmatched' | 'payloads'; id: string; title: string }
  | { act: 'correct'; id: string; text: string; errors: FieldError[] };

type InboxDialogProps = {
  tenant: string;
  opened: OpenedItem;
  formats: Formats;
  onClose: () => void;
  /** Given what was done, in words. */
  onDone: (said: string) => void;
};

/** One decision, asked for over the list. */
export default function InboxDialog({ tenant, opened, formats, onClose, onDone }: InboxDialogProps) {
  const title = titleOf(opened);
  return (
    <Sheet label={title} side="center" isForm isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <h2>{title}</h2>
        {opened.act === 'match' ? (
          <MatchForm
            tenant={tenant}
            part={opened.part}
            id={opened.id}
            formats={formats}
            onCancel={onClose}
            onDone={onDone}
          />
        ) : null}
        {opened.act === 'correct' ? (
          <CorrectForm tenant={tenant} opened={opened} onCancel={onClose} onDone={onDone} />
        ) : null}
        {opened.act === 'dismiss' || opened.act === 'restore' ? (
          <DecideForm tenant={tenant} opened={opened} onCancel={onClose} onDone={onDone} />
        ) : null}
      </div>
    </Sheet>
  );
}

function titleOf(opened: OpenedItem): string {
  switch (opened.act) {
    case 'match':
      return `Match ${opened.title}`;
    case 'correct':
      return 'Correct and apply';
    default: {
      const what = opened.ids.length === 1 ? 'this item' : `${opened.ids.length} items`;
      return opened.act === 'dismiss' ? `Dismiss ${what}` : `Take back ${what}`;
    }
  }
}

type FormProps<Opened> = { tenant: string; opened: Opened; onCancel: () => void; onDone: (said: string) => void };

function DecideForm({ tenant, opened, onCancel, onDone }: FormProps<Extract<OpenedItem, { ids: string[] }>>) {
  const { act, part, ids } = opened;
  if (act === 'restore') {
    return (
      <ActForm
        submit="Take back"
        pending="Taking back…"
        act={() => restore(tenant, part, ids)}
        onCancel={onCancel}
        onDone={({ changed, passed }) => onDone(wordsOf(changed, passed, 'waits again', 'wait again'))}
      >
        {() => <p>It waits in the inbox again, and counts for the month.</p>}
      </ActForm>
    );
  }
  return (
    <ActForm
      submit="Dismiss"
      pending="Dismissing…"
      act={(form) => dismiss(tenant, part, ids, String(form.get('reason') ?? ''))}
      onCancel={onCancel}
      onDone={({ changed, passed }) => onDone(wordsOf(changed, passed, 'is dismissed', 'are dismissed'))}
    >
      {(problems) => (
        <>
          <p>
            Nothing is deleted: it is kept under Dismissed with your name and the reason, and can be taken back.
            {part === 'unmatched' ? ' If its record comes after all, it links itself.' : ''}
          </p>
          <Field label="Reason" hint="Whoever looks at it later reads this." problem={problems.reason}>
            {(control) => <textarea {...control} name="reason" rows={3} maxLength={REASON_MAX} />}
          </Field>
        </>
      )}
    </ActForm>
  );
}

function wordsOf(changed: number, passed: number, one: string, many: string): string {
  const done = changed === 1 ? `1 item ${one}.` : `${changed} items ${many}.`;
  return passed === 0 ? done : `${done} ${passed} had been decided about meanwhile.`;
}

function CorrectForm({ tenant, opened, onCancel, onDone }: FormProps<Extract<OpenedItem, { act: 'correct' }>>) {
  const [text, setText] = useState(() => indentJson(opened.text) ?? opened.text);
  return (
    <ActForm
      submit="Apply"
      pending="Applying…"
      act={() => correct(tenant, opened.id, text)}
      onCancel={onCancel}
      onDone={(said) => onDone(said)}
    >
      {(problems) => (
        <>
          <ul className={styles.errors}>
            {opened.errors.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                {field === '' ? null : <code>{field} </code>}
                {message}
              </li>
            ))}
          </ul>
          <Field
            label="The item as it should have been sent"
            hint="It is checked and applied as if its sender had sent it so. What was received first is kept as it was."
            problem={problems.text}
          >
            {(control) => (
              <textarea
                {...control}
                className={styles.code}
                rows={14}
                spellCheck={false}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
        </>
      )}
    </ActForm>
  );
}
