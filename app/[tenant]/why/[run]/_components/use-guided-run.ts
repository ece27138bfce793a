'use client';

import { useEffect, useState } from 'react';
import type { GuidedRun } from '#lib/guidance/guidance-contract.ts';

const QUICK_MS = 400;
const CALM_MS = 2_000;
/** So often it asks quickly; a run that takes longer waits for a worker or for the ledger. */
const QUICK_TIMES = 75;

/** Says whether a run will go on by itself. */
export function isUnderWay({ state }: GuidedRun): boolean {
  return state === 'waiting' || state === 'running';
}

/** Follows a guided run until it ends; `isLost` while the server doesn't answer. */
export function useGuidedRun(tenant: string, first: GuidedRun): { run: GuidedRun; isLost: boolean } {
  const [run, setRun] = useState(first);
  const [isLost, setIsLost] = useState(false);
  const isLive = isUnderWay(run);
  const { id } = first;

  useEffect(() => {
    if (!isLive) return;
    const leaving = new AbortController();
    let times = 0;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      times += 1;
      try {
        const response = await fetch(`/${tenant}/why/${id}/data`, { cache: 'no-store', signal: leaving.signal });
        if (!response.ok) throw new Error(`The server answered ${response.status}`);
        const next = (await response.json()) as GuidedRun;
        if (leaving.signal.aborted) return;
        setIsLost(false);
        setRun(next);
      } catch {
        if (leaving.signal.aborted) return;
        setIsLost(true);
      }
      timer = setTimeout(ask, times < QUICK_TIMES ? QUICK_MS : CALM_MS);
    };
    timer = setTimeout(ask, QUICK_MS);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [tenant, id, isLive]);

  return { run, isLost };
}
