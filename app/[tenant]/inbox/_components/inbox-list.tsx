'use client';

import { useSearchParams } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useTransition } from 'react';
import { moveRowFocus, rowIdOf, rowOf } from '#components/data-table/row-focus.ts';
import { useScrollPlace } from '#components/live/use-scroll-place.ts';
import type { Press } from '#components/shell/shortcuts/shortcut.ts';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { InboxPart, InboxState } from '#lib/inbox/inbox-contract.ts';
import { readAgain } from '../actions.ts';
import type { InboxItems } from '../load-inbox.ts';
import styles from './inbox.module.css';
import type { OpenedItem } from './inbox-dialog.tsx';
import { entryOf } from './inbox-entry.ts';
import { InboxItem } from './inbox-item.tsx';

const loadDialog = () => import('./inbox-dialog.tsx');
const InboxDialog = lazy(loadDialog);

type InboxListProps = {
  tenant: string;
  items: InboxItems;
  state: InboxState;
  formats: Formats;
  canResolve: boolean;
  canMap: boolean;
};

/** What is there to decide about, one by one or several at once. */
export function InboxList({ tenant, items, state, formats, canResolve, canMap }: InboxListProps) {
  const part: InboxPart = items.show;
  const entries = items.page.items.map((item) => entryOf(part, item));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<OpenedItem | null>(null);
  const [said, setSaid] = useState<{ text: string } | null>(null);
  const [isReading, startReading] = useTransition();
  const list = useRef<HTMLElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  useScrollPlace(list, useSearchParams().toString());
  const chosen = entries.filter(({ id }) => ticked.has(id));
  const canTick = canResolve && state !== 'settled';

  useEffect(() => {
    if (said !== null) status.current?.focus();
  }, [said]);

  const tick = (id: string) =>
    setTicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const entryAt = ({ target }: Press) => entries.find(({ id }) => id === rowIdOf(target));
  const step = (by: 1 | -1) => ({
    isRepeated: true,
    isEnabled: ({ chord, target }: Press) => entries.length > 0 && (chord.length === 1 || rowOf(target) !== null),
    run: ({ target }: Press) => moveRowFocus(list.current, rowOf(target), by),
  });
  useShortcuts([
    { keys: ['j', 'ArrowDown'], what: 'Next item', group: 'List', ...step(1) },
    { keys: ['k', 'ArrowUp'], what: 'Previous item', group: 'List', ...step(-1) },
  ]);
  useShortcuts(
    canTick
      ? [
          {
            keys: ['x'],
            what: 'Select the item',
            group: 'Selection',
            isEnabled: (press) => entryAt(press) !== undefined,
            run(press) {
              const entry = entryAt(press);
              if (entry !== undefined) tick(entry.id);
            },
          },
          {
            keys: ['d'],
            what:
              state === 'waiting' ? 'Dismiss it, or all that are selected' : 'Take it back, or all that are selected',
            group: 'Selection',
            isEnabled: (press) => chosen.length > 0 || entryAt(press) !== undefined,
            run(press) {
              const one = entryAt(press);
              decide(chosen.length > 0 ? chosen.map(({ id }) => id) : one === undefined ? [] : [one.id]);
            },
          },
        ]
      : null,
  );

  async function read(hookId: string, id: string) {
    const outcome = await readAgain(tenant, hookId, id);
    setSaid({ text: outcome.isDone ? 'It is being read again, and leaves if it finds its record.' : outcome.message });
  }

  function decide(ids: string[]) {
    if (ids.length > 0 && part !== 'payloads')
      setOpened({ act: state === 'waiting' ? 'dismiss' : 'restore', part, ids });
  }

  return (
    <>
      {/* Before what takes the focus when it closes: effects run in this order. */}
      {opened === null ? null : (
        <Suspense>
          <InboxDialog
            tenant={tenant}
            opened={opened}
            formats={formats}
            onClose={() => setOpened(null)}
            onDone={(text) => {
              setOpened(null);
              setTicked(new Set());
              setSaid({ text });
            }}
          />
        </Suspense>
      )}
      <p ref={status} className={styles.said} role="status" tabIndex={-1}>
        {said?.text}
      </p>
      {canTick ? (
        <div className={styles.all}>
          <label>
            <input
              type="checkbox"
              checked={chosen.length === entries.length}
              onChange={() =>
                setTicked(chosen.length === entries.length ? new Set() : new Set(entries.map(({ id }) => id)))
              }
            />
            Select all on this page
          </label>
        </div>
      ) : null}
      <section ref={list} aria-label="Items">
        <ol className={styles.list}>
          {entries.map((entry) => (
            <InboxItem
              key={entry.id}
              entry={entry}
              state={state}
              formats={formats}
              isTicked={ticked.has(entry.id)}
              onTick={canTick ? () => tick(entry.id) : null}
              acts={actsOf(entry)}
            />
          ))}
        </ol>
      </section>
      {chosen.length === 0 ? null : (
        <section className={styles.bar} aria-label="Selection">
          <p aria-live="polite">
            <strong>{formatCount(chosen.length, formats.locale)}</strong> selected
          </p>
          <Button kind="quiet" className={styles.barAct} onClick={() => decide(chosen.map(({ id }) => id))}>
            {state === 'waiting' ? 'Dismiss…' : 'Take back'}
          </Button>
          <Button
            kind="quiet"
            isSquare
            className={styles.barAct}
            aria-label="Clear the selection"
            onClick={() => setTicked(new Set())}
          >
            <Icon name="close" />
          </Button>
        </section>
      )}
    </>
  );

  function actsOf(entry: ReturnType<typeof entryOf>): ReactNode {
    if (!canTick) return null;
    const name = entry.title;
    if (state === 'dismissed') {
      return (
        <Button onClick={() => decide([entry.id])} aria-label={`Take back: ${name}`}>
          Take back
        </Button>
      );
    }
    return (
      <>
        {entry.part === 'rejected' && !entry.item.isCut ? (
          <Button
            onPointerEnter={() => void loadDialog()}
            onClick={() =>
              setOpened({ act: 'correct', id: entry.id, text: entry.item.item, errors: entry.item.errors })
            }
            aria-label={`Correct: ${name}`}
          >
            Correct…
          </Button>
        ) : null}
        {entry.part === 'payloads' && entry.item.state !== 'unmatched' ? (
          <>
            {canMap ? (
              <SoftLink
                className={styles.mapLink}
                href={`/${tenant}/settings/hooks/${entry.item.hookId}`}
                aria-label={`Mapping: ${name}`}
              >
                Mapping
              </SoftLink>
            ) : null}
            <Button
              onClick={() => startReading(() => read(entry.item.hookId, entry.id))}
              aria-disabled={isReading}
              aria-label={`Read again: ${name}`}
            >
              Read again
            </Button>
          </>
        ) : null}
        {entry.part === 'unmatched' || (entry.part === 'payloads' && entry.item.state === 'unmatched') ? (
          <Button
            onPointerEnter={() => void loadDialog()}
            onClick={() => setOpened({ act: 'match', part: entry.part, id: entry.id, title: name })}
            aria-label={`Match: ${name}`}
          >
            Match…
          </Button>
        ) : null}
        <Button kind="quiet" onClick={() => decide([entry.id])} aria-label={`Dismiss: ${name}`}>
          Dismiss…
        </Button>
      </>
    );
  }
}
