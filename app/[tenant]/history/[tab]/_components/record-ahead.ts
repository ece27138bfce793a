/** So long a row is pointed at before its record is read: a pointer that only passes by asks for nothing. */
const DWELL_MS = 70;
/** A record that was read ahead is shown if it is opened this soon after; later it is read anew. */
const FRESH_MS = 4_000;

type Ahead = { url: string; startedAtMs: number; response: Promise<Response> };

let ahead: Ahead | null = null;

/** Gives where a record's data is read. */
export function recordDataUrl(tenant: string, recordId: string): string {
  return `/${tenant}/records/${recordId}/data`;
}

/** Reads a record's data; takes what was read ahead if it is this record and still fresh. */
export function fetchRecordData(url: string, signal: AbortSignal): Promise<Response> {
  const known = ahead;
  const fetchNow = () => fetch(url, { signal, cache: 'no-store' });
  if (known === null || known.url !== url || performance.now() - known.startedAtMs > FRESH_MS) return fetchNow();
  ahead = null;
  return known.response.catch(fetchNow);
}

/** Reads the record of a row ahead when somebody rests on it, or presses it, until the function it gives is called. */
export function readAheadByRow(tenant: string): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  const restOn = ({ target }: Event) => {
    clearTimeout(resting);
    const id = rowIdAt(target);
    if (id !== null) resting = setTimeout(() => readAhead(recordDataUrl(tenant, id)), DWELL_MS);
  };
  const press = ({ target }: Event) => {
    const id = rowIdAt(target);
    if (id !== null) readAhead(recordDataUrl(tenant, id));
  };
  document.addEventListener('pointerover', restOn, { passive: true });
  document.addEventListener('focusin', restOn);
  document.addEventListener('pointerdown', press, { passive: true });
  return () => {
    clearTimeout(resting);
    document.removeEventListener('pointerover', restOn);
    document.removeEventListener('focusin', restOn);
    document.removeEventListener('pointerdown', press);
  };
}

function readAhead(url: string): void {
  if (ahead?.url === url && performance.now() - ahead.startedAtMs < FRESH_MS) return;
  const response = fetch(url, { cache: 'no-store' });
  // Whoever opens the record is told; until then it is nobody's.
  response.catch(() => undefined);
  ahead = { url, startedAtMs: performance.now(), response };
}

// A tick, a message or a link to elsewhere within the row opens no record.
function rowIdAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element) || target.closest('label, button') !== null) return null;
  const row = target.closest<HTMLElement>('[data-row-id]');
  return row === null || row.dataset.isOpen === 'true' ? null : (row.dataset.rowId ?? null);
}
