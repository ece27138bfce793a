'use client';

import { useCallback, useEffect, useState } from 'react';
import { validate as isId } from 'uuid';

const STORE_PREFIX = 'tieout.bulk ';
const KEPT_MAX = 5;

type KeptWork = { ids: readonly string[]; add: (id: string) => void; forget: (id: string) => void };

/** Keeps which operations this browser began, the latest last, in all its tabs and over reloads, until they are put away. */
export function useKeptWork(tenant: string): KeptWork {
  const [ids, setIds] = useState<readonly string[]>([]);
  const key = STORE_PREFIX + tenant;

  // The server knows nothing of the browser's store, so it is read once the page stands.
  useEffect(() => {
    const read = () => setIds(readIds(key));
    const onStorage = (event: StorageEvent) => {
      if (event.key === key) read();
    };
    read();
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [key]);

  const add = useCallback(
    (id: string) => setIds(writeIds(key, [...readIds(key).filter((other) => other !== id), id].slice(-KEPT_MAX))),
    [key],
  );
  const forget = useCallback(
    (id: string) =>
      setIds(
        writeIds(
          key,
          readIds(key).filter((other) => other !== id),
        ),
      ),
    [key],
  );
  return { ids, add, forget };
}

function readIds(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string' && isId(id)) : [];
  } catch {
    // A browser may refuse its store; the work is then found among the bulk changes alone.
    return [];
  }
}

function writeIds(key: string, ids: readonly string[]): readonly string[] {
  try {
    if (ids.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(ids));
  } catch {
    // As above.
  }
  return ids;
}
