'use client';

import { useEffect, useState } from 'react';
import type { ImportRun } from '#lib/imports/import-contract.ts';
import { isUnderWay } from '../../import-words.ts';

const QUICK_MS = 400;
const CALM_MS = 2_000;
/** So often it asks quickly; what takes longer can be asked for more rarely. */
const QUICK_TIMES = 40;

/** Calls `onRead` with an import again and again while it is under way; `isLost` while the server doesn't answer. */
export function useImport(tenant: string, run: ImportRun, onRead: (run: ImportRun) => void): { isLost: boolean } {
  const [isLost, setIsLost] = useState(false);
  const { id } = run;
  const isLive = isUnderWay(run.state);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is told changes with each drawing; the work does not
  useEffect(() => {
    if (!isLive) return setIsLost(false);
    const leaving = new AbortController();
    let times = 0;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      times += 1;
      try {
        const response = await fetch(`/${tenant}/import/${id}/data`, { cache: 'no-store', signal: leaving.signal });
        if (!response.ok) throw new Error(`The server answered ${response.status}`);
        const next = (await response.json()) as ImportRun;
        if (leaving.signal.aborted) return;
        setIsLost(false);
        onRead(next);
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
  }, [tenant, id, isLive]);

  return { isLost };
}
