'use client';

import { useEffect, useState } from 'react';
import type { Neighbours } from '#lib/records/find-neighbours.ts';

const NONE: Neighbours = { previousId: null, nextId: null };

/** Asks what stands before and after a record in a list, where the page itself does not show it. */
export function useNeighbours(tenant: string, recordId: string, list: string, isAsked: boolean): Neighbours {
  const [found, setFound] = useState<{ recordId: string; neighbours: Neighbours } | null>(null);
  useEffect(() => {
    if (!isAsked) return;
    const leaving = new AbortController();
    fetch(`/${tenant}/records/${recordId}/neighbours?${new URLSearchParams({ list })}`, {
      signal: leaving.signal,
      cache: 'no-store',
    })
      .then(async (answer) => {
        if (answer.ok) setFound({ recordId, neighbours: (await answer.json()) as Neighbours });
      })
      // Without an answer there are no ways on from here, which the record itself does not suffer from.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [tenant, recordId, list, isAsked]);
  return found?.recordId === recordId ? found.neighbours : NONE;
}
