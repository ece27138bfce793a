'use client';

import { useSearchParams } from 'next/navigation';
import { type ReactNode, useRef } from 'react';
import { moveRowFocus, rowOf } from '#components/data-table/row-focus.ts';
import { useScrollPlace } from '#components/live/use-scroll-place.ts';
import type { Press } from '#components/shell/shortcuts/shortcut.ts';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { useNavigation } from '#components/ui/soft-link.tsx';

type ProblemRowsProps = {
  label: string;
  className?: string;
  children: ReactNode;
};

/** Rows that a click anywhere opens, unless it was meant for something inside or marked text; and their keys. */
export function ProblemRows({ label, className, children }: ProblemRowsProps) {
  const region = useRef<HTMLElement>(null);
  const { navigate } = useNavigation();
  useScrollPlace(region, useSearchParams().toString());

  function open(row: HTMLElement | null) {
    const link = row?.querySelector<HTMLAnchorElement>('a[data-opens-row]');
    if (link) navigate(link.getAttribute('href') ?? '');
  }
  const step = (by: 1 | -1) => ({
    isRepeated: true,
    // Outside of the rows the arrows scroll.
    isEnabled: ({ chord, target }: Press) => chord.length === 1 || rowOf(target) !== null,
    run: ({ target }: Press) => moveRowFocus(region.current, rowOf(target), by),
  });
  useShortcuts([
    { keys: ['j', 'ArrowDown'], what: 'Next problem', group: 'List', ...step(1) },
    { keys: ['k', 'ArrowUp'], what: 'Previous problem', group: 'List', ...step(-1) },
    {
      keys: ['o', 'Enter'],
      what: 'Open the problem',
      group: 'List',
      // Enter on a link within a row is the link's.
      isEnabled: ({ chord, target }) => rowOf(target) !== null && (chord === 'o' || target === rowOf(target)),
      run: ({ target }) => open(rowOf(target)),
    },
  ]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each row's title is a link, and the keys are declared above
    <section
      ref={region}
      className={className}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onClick={(event) => {
        const target = event.target as Element;
        if (target.closest('a, button, input, label, [data-keeps-click]') !== null) return;
        if (window.getSelection()?.toString() === '') open(rowOf(target));
      }}
    >
      {children}
    </section>
  );
}
