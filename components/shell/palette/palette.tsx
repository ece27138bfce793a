'use client';

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { ChordKeys } from '../shortcuts/chord-keys.tsx';
import { chordOf } from '../shortcuts/shortcut.ts';
import { shortcutRegistry } from '../shortcuts/shortcut-registry.ts';
import { type Command, findCommands } from './command.ts';
import { offeredCommands } from './command-registry.ts';
import styles from './palette.module.css';
import { useFoundMore } from './use-found-more.ts';

type PaletteProps = {
  /** Finds what is not on the page, such as records; null where this person may not. */
  findMore: ((text: string, signal: AbortSignal) => Promise<Command[]>) | null;
  /** How that is called: `Records`. */
  moreLabel: string;
  isApple: boolean;
  onClose: () => void;
};

/** Everything that can be done or gone to from here, by typing a part of its name. */
export function Palette({ findMore, moreLabel, isApple, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  // As it was when the palette opened: what has the focus then is what keys are about.
  const [commands] = useState(() => commandsNow(document.activeElement ?? document.body));
  const more = useFoundMore(findMore, text);

  const groups = useMemo(() => {
    const found = findCommands(commands, text);
    if (more.commands.length === 0) return found;
    const records = { group: moreLabel, commands: more.commands };
    // Who types a digit looks for a number.
    return /\d/.test(text) ? [records, ...found] : [...found, records];
  }, [commands, text, more.commands, moreLabel]);
  const shown = groups.flatMap((group) => group.commands);
  const chosen = shown[Math.min(place, shown.length - 1)];

  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is what brings it into view
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);

  function pick(command: Command | undefined) {
    if (command === undefined) return;
    // Closing gives the focus back, so that a command finds it where it was.
    dialog.current?.close();
    command.run();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = Math.abs(step) === 1 ? (place + step + shown.length) % shown.length : place + step;
      setPlace(shown.length === 0 ? 0 : Math.max(0, Math.min(shown.length - 1, next)));
    } else if (event.key === 'Enter') pick(chosen);
    else if (chordOf(event.nativeEvent, isApple) === 'Mod+k') dialog.current?.close();
    else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it; the keyboard has Escape, which the browser handles
    <dialog
      ref={dialog}
      aria-label="Commands and records"
      className={styles.palette}
      onClose={() => {
        // It may be open again when the event comes.
        if (dialog.current?.open !== true) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div className={styles.content}>
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
          aria-autocomplete="list"
          aria-label={findMore === null ? 'Find a command' : 'Find a command or a record'}
          placeholder={findMore === null ? 'Find a command' : 'Find a command, a number or a reference'}
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          className={styles.search}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
          autoFocus
        />
        <div ref={list} role="listbox" id={`${id}-list`} aria-label="Commands and records" className={styles.list}>
          {groups.map(({ group, commands: ofGroup }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list of choices
            <div key={group} role="group" aria-label={group}>
              <div className={styles.group} aria-hidden="true">
                {group}
              </div>
              {ofGroup.map((command) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above has the focus and the keys
                <div
                  key={command.id}
                  id={`${id}-${command.id}`}
                  role="option"
                  aria-selected={command === chosen}
                  className={styles.option}
                  onClick={() => pick(command)}
                  onPointerMove={() => {
                    if (command !== chosen) setPlace(shown.indexOf(command));
                  }}
                >
                  <span className={styles.label}>{command.label}</span>
                  {command.hint === undefined ? null : <span className={styles.hint}>{command.hint}</span>}
                  {command.isCurrent === true ? (
                    <span className={styles.current}>
                      <Icon name="complete" />
                      <span className="visually-hidden">, as it is now</span>
                    </span>
                  ) : null}
                  {command.keys === undefined ? null : (
                    <span className={styles.keys} aria-hidden="true">
                      {command.keys.map((chord) => (
                        <ChordKeys key={chord} chord={chord} isApple={isApple} />
                      ))}
                    </span>
                  )}
                </div>
              ))}
            </div>
          ))}
        </div>
        <p className={styles.status} role="status">
          {statusOf(shown.length, more)}
        </p>
      </div>
    </dialog>
  );
}

function statusOf(count: number, more: { isLooking: boolean; hasFailed: boolean }): string {
  if (more.hasFailed) return 'Records could not be looked for. Look whether you are online.';
  if (more.isLooking) return 'Looking for records…';
  if (count === 0) return 'Nothing matches.';
  return count === 1 ? '1 choice' : `${count} choices`;
}

function commandsNow(target: Element): Command[] {
  const ofKeys = shortcutRegistry
    .list()
    .filter(({ keys, isEnabled }) => keys[0] !== 'Mod+k' && isEnabled?.({ chord: keys[0], target }) !== false)
    .map(({ keys, what, run }): Command => {
      const press = { chord: keys[0], target };
      return { id: `key-${keys[0]}`, label: what, group: 'Here', keys, run: () => run(press) };
    });
  return [...ofKeys, ...offeredCommands()];
}
