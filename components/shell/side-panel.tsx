'use client';

import { useMediaQuery } from '@mantine/hooks';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import styles from './side-panel.module.css';

const DEFAULT_PX = 520;
const MIN_PX = 360;
const MAX_PX = 960;
const STEP_PX = 24;
const STORE_KEY = 'tieout.panel';

type SidePanelProps = {
  label: string;
  pageHref: string;
  onClose: () => void;
  /** Null where there is no neighbour. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  children: ReactNode;
};

/** Something beside the list, whose edge can be moved; where there is no room beside, it takes the whole screen. */
export function SidePanel({ label, children, ...acts }: SidePanelProps) {
  const isNarrow = useMediaQuery('(max-width: 699px)', false);
  const inside = (
    <>
      <Acts {...acts} />
      <div className={styles.content}>{children}</div>
    </>
  );
  return isNarrow ? (
    <FullScreen label={label} onClose={acts.onClose}>
      {inside}
    </FullScreen>
  ) : (
    <Beside label={label}>{inside}</Beside>
  );
}

function Acts({ pageHref, onClose, onPrevious, onNext }: Omit<SidePanelProps, 'label' | 'children'>) {
  return (
    <header className={styles.head}>
      <Button
        kind="quiet"
        isSquare
        className={styles.up}
        disabled={onPrevious === null}
        onClick={onPrevious ?? undefined}
        aria-label="Previous record"
        title="Previous record (k)"
      >
        <Icon name="chevron" />
      </Button>
      <Button
        kind="quiet"
        isSquare
        disabled={onNext === null}
        onClick={onNext ?? undefined}
        aria-label="Next record"
        title="Next record (j)"
      >
        <Icon name="chevron" />
      </Button>
      <span className={styles.grow} />
      <a className={buttonClass} data-kind="quiet" href={pageHref}>
        Open page
      </a>
      <Button kind="quiet" isSquare onClick={onClose} aria-label="Close" title="Close (Esc)">
        <Icon name="close" />
      </Button>
    </header>
  );
}

function Beside({ label, children }: { label: string; children: ReactNode }) {
  const [widthPx, setWidthPx] = useState(DEFAULT_PX);
  const drag = useRef<{ x: number; widthPx: number } | null>(null);

  useLayoutEffect(() => {
    const kept = Number(readKept());
    if (kept >= MIN_PX && kept <= MAX_PX) setWidthPx(kept);
  }, []);

  function resize(nextPx: number): number {
    const clamped = Math.round(Math.min(MAX_PX, Math.max(MIN_PX, nextPx)));
    setWidthPx(clamped);
    return clamped;
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    keep(resize(widthPx + (event.key === 'ArrowLeft' ? STEP_PX : -STEP_PX)));
  }
  function onPointerDown(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, widthPx };
  }
  function onPointerMove(event: PointerEvent) {
    if (drag.current !== null) resize(drag.current.widthPx + drag.current.x - event.clientX);
  }
  function endDrag() {
    if (drag.current !== null) keep(widthPx);
    drag.current = null;
  }

  return (
    <aside
      className={styles.panel}
      style={{ '--panel-width': `${widthPx}px` } as CSSProperties}
      aria-label={label}
      data-side-panel
      tabIndex={-1}
    >
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
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
      />
      {children}
    </aside>
  );
}

function FullScreen({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.screen}
      aria-label={label}
      data-side-panel
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}

function readKept(): string | null {
  try {
    return localStorage.getItem(STORE_KEY);
  } catch {
    return null;
  }
}

function keep(widthPx: number): void {
  try {
    localStorage.setItem(STORE_KEY, String(widthPx));
  } catch {
    // A browser may refuse its store; the width then lasts as long as the page.
  }
}
