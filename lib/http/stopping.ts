// Routes are bundled apart; the process stops once for all of them.
const kept = globalThis as { tieoutStopping?: AbortController };

/** Gives the signal that is aborted when the server is asked to stop: what never ends by itself ends by it. */
export function whenStopping(): AbortSignal {
  if (kept.tieoutStopping === undefined) {
    const stopping = new AbortController();
    kept.tieoutStopping = stopping;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  }
  return kept.tieoutStopping.signal;
}
