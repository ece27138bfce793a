'use client';

import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import button from '#components/ui/button.module.css';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './side-panel.module.css';

const DEFAULT_PX = 520;
const MIN_PX = 360;
const MAX_PX = 960;
const STEP_PX = 24;
const STORE_KEY = 'tieout.panel';

type SidePanelProps = {
  title: string;
  pageHref: string;
  closeHref: string;
  previousHref: string | null;
  nextHref: string | null;
  children: ReactNode;
};

/** Something beside the list: its edge can be moved, Escape closes it, and it has the whole screen where that is narrow. */
export function SidePanel({ title, pageHref, closeHref, previousHref, nextHref, children }: SidePanelProps) {
  const [widthPx, setWidthPx] = useState(DEFAULT_PX);
  const dragged = useRef<{ x: number; widthPx: number } | null>(null);

  useEffect(() => {
    const kept = Number(readKept());
    if (kept >= MIN_PX && kept <= MAX_PX) setWidthPx(kept);
  }, []);

  function resize(nextPx: number) {
    const clamped = Math.round(Math.min(MAX_PX, Math.max(MIN_PX, nextPx)));
    setWidthPx(clamped);
    keep(String(clamped));
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    resize(widthPx + (event.key === 'ArrowLeft' ? STEP_PX : -STEP_PX));
  }
  function onPointerMove(event: PointerEvent) {
    if (dragged.current !== null) resize(dragged.current.widthPx + dragged.current.x - event.clientX);
  }

  return (
    <aside className={styles.panel} style={{ '--width': `${widthPx}px` } as CSSProperties} aria-label={title}>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule can't be focused and moved */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={widthPx}
        aria-valuemin={MIN_PX}
        aria-valuemax={MAX_PX}
        className={styles.edge}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = { x: event.clientX, widthPx };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          dragged.current = null;
        }}
      />
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <Step href={previousHref} label="Previous record" isUp />
        <Step href={nextHref} label="Next record" />
        <a className={button.button} data-kind="quiet" href={pageHref}>
          Full page
        </a>
        <SoftLink
          className={button.button}
          data-kind="quiet"
          data-is-square="true"
          href={closeHref}
          aria-label="Close"
          title="Close (Esc)"
        >
          <Icon name="close" />
        </SoftLink>
      </header>
      <div className={styles.content}>{children}</div>
    </aside>
  );
}

function Step({ href, label, isUp = false }: { href: string | null; label: string; isUp?: boolean }) {
  if (href === null) return null;
  return (
    <SoftLink
      className={`${button.button} ${styles.step}`}
      data-kind="quiet"
      data-is-square="true"
      data-is-up={isUp}
      href={href}
      replace
      aria-label={label}
      title={label}
    >
      <Icon name="chevron" />
    </SoftLink>
  );
}

function readKept(): string | null {
  try {
    return localStorage.getItem(STORE_KEY);
  } catch {
    return null;
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(STORE_KEY, text);
  } catch {
    // A browser may refuse its store; the width then lasts as long as the page.
  }
}
