'use client';

import { useEffect, useState } from 'react';
import type { CheckRun } from '#lib/checks/check-contract.ts';

const QUICK_MS = 500;
const CALM_MS = 2_500;
/** So often it asks quickly; a run that takes longer waits for a worker or for the ledger. */
const QUICK_TIMES = 60;

/** A run as it stands, and how many checks it has. */
export type FollowedRun = { run: CheckRun; checks: number };

/** Follows a run of checks until it ends; `onEnd` is told then. `isLost` while the server doesn't answer. */
export function useCheckRun(
  tenant: string,
  connectionId: string,
  runId: string | null,
  onEnd: () => void,
): { followed: FollowedRun | null; isLost: boolean } {
  const [followed, setFollowed] = useState<FollowedRun | null>(null);
  const [isLost, setIsLost] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is told changes with each drawing; the run does not
  useEffect(() => {
    if (runId === null) return;
    const leaving = new AbortController();
    let times = 0;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      times += 1;
      try {
        const response = await fetch(`/${tenant}/connections/${connectionId}/runs/${runId}`, {
          cache: 'no-store',
          signal: leaving.signal,
        });
        if (!response.ok) throw new Error(`The server answered ${response.status}`);
        const next = (await response.json()) as FollowedRun;
        if (leaving.signal.aborted) return;
        setIsLost(false);
        setFollowed(next);
        if (next.run.state === 'finished' || next.run.state === 'broken') return onEnd();
      } catch {
        if (leaving.signal.aborted) return;
        setIsLost(true);
      }
      timer = setTimeout(ask, times < QUICK_TIMES ? QUICK_MS : CALM_MS);
    };
    void ask();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [tenant, connectionId, runId]);

  return { followed: followed?.run.id === runId ? followed : null, isLost };
}
