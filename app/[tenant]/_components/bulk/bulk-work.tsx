'use client';

import { usePathname } from 'next/navigation';
import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useMemo, useRef, useState } from 'react';
import { noteRow } from '#components/data-table/row-focus.ts';
import type { BulkAsk } from './bulk-ask.ts';
import { useKeptWork } from './use-kept-work.ts';

// Whoever only reads the list needs none of it.
const loadDialog = () => import('./bulk-dialog.tsx');
const BulkDialog = lazy(loadDialog);
const WorkHint = lazy(() => import('./work-hint.tsx'));

type BulkWork = {
  /** Opens the preview of a change; nothing is done before a person confirms it there. */
  ask: (ask: BulkAsk) => void;
  /** Fetches the dialog, for when somebody reaches for the button. */
  fetchAhead: () => void;
  tenant: string;
  workIds: readonly string[];
  /** Shows an operation that was begun elsewhere, with its undo. */
  keep: (id: string) => void;
  forget: (id: string) => void;
  isDialogOpen: boolean;
};

const BulkWorkContext = createContext<BulkWork | null>(null);

/** Gives the way to change many records, and what of it is under way. */
export function useBulkWork(): BulkWork {
  const work = use(BulkWorkContext);
  if (work === null) throw new Error('useBulkWork needs a BulkWorkProvider around it');
  return work;
}

/** Stands once around all screens of a tenant, so that work and its dialog outlive the screen they began on. */
export function BulkWorkProvider({ tenant, children }: { tenant: string; children: ReactNode }) {
  const { ids: workIds, add, forget } = useKeptWork(tenant);
  const [asked, setAsked] = useState<BulkAsk | null>(null);
  const [wasAsked, setWasAsked] = useState(false);
  const goBackToRow = useRef<() => boolean>(() => false);

  const ask = useCallback((next: BulkAsk) => {
    goBackToRow.current = noteRow(document.activeElement);
    setWasAsked(true);
    setAsked(next);
  }, []);
  const close = useCallback(() => {
    setAsked(null);
    // What opened it may be gone: a row with its status, a button with the selection.
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body || goBackToRow.current()) return;
      document.getElementById('main')?.focus({ preventScroll: true });
    });
  }, []);
  const work = useMemo<BulkWork>(
    () => ({
      ask,
      fetchAhead: () => void loadDialog(),
      tenant,
      workIds,
      keep: add,
      forget,
      isDialogOpen: asked !== null,
    }),
    [ask, tenant, workIds, add, forget, asked],
  );

  return (
    <BulkWorkContext value={work}>
      {children}
      {wasAsked ? (
        <Suspense fallback={null}>
          <BulkDialog tenant={tenant} ask={asked} onAsk={ask} onStarted={add} onClose={close} />
        </Suspense>
      ) : null}
    </BulkWorkContext>
  );
}

/** What is under way or was just done, in the frame's head. */
export function WorkUnderWay() {
  const { tenant, workIds, forget, ask, isDialogOpen } = useBulkWork();
  const latest = workIds.at(-1);
  const place = usePathname();
  // Its own page says all of it.
  if (latest === undefined || isDialogOpen || place.endsWith(`/bulk/${latest}`)) return null;
  return (
    <Suspense fallback={null}>
      <WorkHint
        key={latest}
        tenant={tenant}
        id={latest}
        otherCount={workIds.length - 1}
        onUndo={() => ask({ undoes: latest })}
        onForget={() => forget(latest)}
      />
    </Suspense>
  );
}
