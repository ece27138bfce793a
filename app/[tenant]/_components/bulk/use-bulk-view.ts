'use client';

import { useEffect, useState } from 'react';
import type { BulkView } from '#components/bulk/bulk-view.ts';
import type { BulkState } from '#lib/bulk/bulk-contract.ts';

const QUICK_MS = 350;
const CALM_MS = 1_500;
/** So often it asks quickly; what takes longer can be asked for more rarely. */
const QUICK_TIMES = 40;

/** Says whether an operation will change by itself. */
export function isUnderWay(state: BulkState): boolean {
  return state === 'freezing' || state === 'running' || state === 'stopping';
}

/** Reads an operation; null if it is not there, or not for this person any more. Throws when the server doesn't answer. */
export async function readBulkView(tenant: string, id: string, signal?: AbortSignal): Promise<BulkView | null> {
  const response = await fetch(`/${tenant}/bulk/${id}/data`, { cache: 'no-store', signal });
  if (response.status === 404 || response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return (await response.json()) as BulkView;
}

/** Calls `onRead` with the operation again and again while it is under way; `isLost` while the server doesn't answer. */
export function useBulkView(
  tenant: string,
  view: BulkView | null,
  onRead: (view: BulkView) => void,
): { isLost: boolean } {
  const [isLost, setIsLost] = useState(false);
  const id = view === null || !isUnderWay(view.operation.state) ? null : view.operation.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is told changes with each drawing; the work does not
  useEffect(() => {
    if (id === null) return setIsLost(false);
    const leaving = new AbortController();
    let times = 0;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      times += 1;
      try {
        const next = await readBulkView(tenant, id, leaving.signal);
        if (leaving.signal.aborted) return;
        setIsLost(next === null);
        if (next !== null) onRead(next);
      } catch {
        if (leaving.signal.aborted) return;
        setIsLost(true);
      }
      plan();
    };
    const plan = () => {
      timer = setTimeout(ask, times < QUICK_TIMES ? QUICK_MS : CALM_MS);
    };
    plan();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [tenant, id]);

  return { isLost };
}
