'use client';

import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { Icon } from '#components/ui/icon.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import { hrefWith, type ListAddress } from '../list-address.ts';
import styles from './toolbar.module.css';

const WAIT_MS = 250;

/** Search over numbers, parties, shipments and messages; it looks while one types. Without script it is a plain form. */
export function SearchBox({ address }: { address: ListAddress }) {
  const { navigate } = useNavigation();
  const [text, setText] = useState(address.state.q);
  const [shown, setShown] = useState(address.state.q);
  const field = useRef<HTMLInputElement>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);

  // Back, or a lifted filter, changes the address without the box; typing that runs ahead of it is kept.
  if (address.state.q !== shown) {
    setShown(address.state.q);
    if (text.trim() === shown) setText(address.state.q);
  }
  useEffect(() => () => clearTimeout(waiting.current), []);
  useShortcuts([{ keys: ['/'], what: 'Search', group: 'List', run: () => field.current?.focus() }]);

  function search(next: string, isNow: boolean) {
    setText(next);
    clearTimeout(waiting.current);
    const go = () => {
      const q = next.trim();
      // The first letter makes a step for Back; those after it only refine that step.
      if (q !== address.state.q) navigate(hrefWith(address, { q }), { replace: address.state.q !== '' && q !== '' });
    };
    if (isNow) go();
    else waiting.current = setTimeout(go, WAIT_MS);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is too new for the browsers we support
    <form
      role="search"
      className={styles.search}
      action={address.path}
      onSubmit={(event) => {
        event.preventDefault();
        search(text, true);
      }}
    >
      <IconSearch size={15} stroke={1.7} aria-hidden="true" className={styles.searchIcon} />
      <input
        ref={field}
        type="text"
        name="q"
        id="search"
        aria-label="Search number, reference, payer, billing organisation, shipment or message"
        placeholder="Search number, party, message"
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={text}
        onChange={(event) => search(event.target.value, false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') event.currentTarget.blur();
          else search('', true);
        }}
      />
      {text === '' ? (
        <span className={styles.key} aria-hidden="true">
          /
        </span>
      ) : (
        <button type="button" className={styles.clear} aria-label="Clear the search" onClick={() => search('', true)}>
          <Icon name="close" />
        </button>
      )}
    </form>
  );
}
