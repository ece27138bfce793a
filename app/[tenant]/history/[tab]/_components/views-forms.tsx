'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { type MovingRange, VIEW_NAME_MAX } from '#lib/views/view-contract.ts';
import type { OfferedView } from '../load-views.ts';
import toolbar from './toolbar.module.css';
import styles from './views-menu.module.css';

type FormParts = { problem: string | null; isBusy: boolean; onBack: () => void };

type SaveViewProps = FormParts & {
  /** What the range could mean if it moves; none: it can only stay at its days. */
  movingRanges: { id: MovingRange; label: string }[];
  /** Its days, in words. */
  range: string;
  onSave: (view: { name: string; isShared: boolean; movingRange: MovingRange | null }) => void;
};

/** A name for what the list shows now. */
export function SaveView({ movingRanges, range, onSave, ...parts }: SaveViewProps) {
  return (
    <Form
      {...parts}
      title="Save as a new view"
      act="Save"
      onSubmit={(data) =>
        onSave({
          name: String(data.get('name')),
          isShared: data.get('isShared') === 'on',
          movingRange: movingRanges.find(({ id }) => id === data.get('dates'))?.id ?? null,
        })
      }
    >
      <Name value="" />
      {movingRanges.length === 0 ? null : (
        <label className={styles.label}>
          Dates
          <select name="dates" className={toolbar.field} defaultValue={movingRanges[0]?.id}>
            {movingRanges.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}, moving with the day
              </option>
            ))}
            <option value="fixed">{range}, fixed</option>
          </select>
        </label>
      )}
      <Share isShared={false} />
    </Form>
  );
}

type RenameViewProps = FormParts & {
  view: OfferedView;
  onSave: (change: { name: string; isShared: boolean }) => void;
};

/** Another name for a view, and who can open it. */
export function RenameView({ view, onSave, ...parts }: RenameViewProps) {
  return (
    <Form
      {...parts}
      title="Rename or share"
      act="Save"
      onSubmit={(data) => onSave({ name: String(data.get('name')), isShared: data.get('isShared') === 'on' })}
    >
      <Name value={view.name} />
      <Share isShared={view.isShared} />
    </Form>
  );
}

/** Asks once more before a view goes. */
export function DeleteView({ view, onDelete, ...parts }: FormParts & { view: OfferedView; onDelete: () => void }) {
  return (
    <Form {...parts} title={`Delete “${view.name}”`} act="Delete" onSubmit={onDelete}>
      <p>
        {view.isShared ? 'Everybody who works with it loses it. ' : ''}The records stay as they are; only the view goes.
      </p>
    </Form>
  );
}

type FormProps = FormParts & { title: string; act: string; onSubmit: (data: FormData) => void; children: ReactNode };

function Form({ title, act, problem, isBusy, onBack, onSubmit, children }: FormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget));
      }}
    >
      <button type="button" className={toolbar.back} onClick={onBack}>
        <Icon name="open" /> {title}
      </button>
      {children}
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={isBusy}>
        {act}
      </Button>
    </form>
  );
}

function Name({ value }: { value: string }) {
  return (
    <label className={styles.label}>
      Name
      <input
        type="text"
        name="name"
        className={toolbar.field}
        defaultValue={value}
        maxLength={VIEW_NAME_MAX}
        autoComplete="off"
        required
        // biome-ignore lint/a11y/noAutofocus: the form was asked for to type a name into it
        autoFocus
      />
    </label>
  );
}

function Share({ isShared }: { isShared: boolean }) {
  return (
    <label className={styles.check}>
      <input type="checkbox" name="isShared" defaultChecked={isShared} />
      Share with everybody in this business
    </label>
  );
}
