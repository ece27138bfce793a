/** How far a file is on its way to the server, in bytes. */
export type Sent = { sent: number; total: number };

/** What became of it: the import it made, a refusal in one sentence, or nothing, since it was cancelled. */
export type SendOutcome =
  | { result: 'received'; id: string }
  | { result: 'refused'; message: string; requestId: string | null }
  | { result: 'cancelled' };

type SendOptions = { signal: AbortSignal; onProgress: (sent: Sent) => void };

/**
 * Sends a file as it is, and tells how far it is. By XMLHttpRequest: no browser tells that of a `fetch`.
 */
export function sendFile(url: string, file: File, { signal, onProgress }: SendOptions): Promise<SendOutcome> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ result: 'cancelled' });
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    const end = (outcome: SendOutcome) => {
      signal.removeEventListener('abort', cancel);
      resolve(outcome);
    };
    signal.addEventListener('abort', cancel);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress({ sent: loaded, total: file.size }));
    request.addEventListener('load', () => end(outcomeOf(request.status, request.responseText)));
    request.addEventListener('error', () => end({ result: 'refused', message: LOST, requestId: null }));
    request.addEventListener('abort', () => end({ result: 'cancelled' }));
    request.open('POST', `${url}?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

const LOST =
  'The connection was lost, or the file was changed, before it had arrived. Nothing was kept; choose the file again.';
const ODD = 'The server did not answer as it should. Nothing was kept; try again.';

function outcomeOf(status: number, text: string): SendOutcome {
  const body = parsed(text);
  if (status === 201 && typeof body.id === 'string') return { result: 'received', id: body.id };
  return {
    result: 'refused',
    message: typeof body.detail === 'string' ? body.detail : ODD,
    requestId: status >= 500 && typeof body.requestId === 'string' ? body.requestId : null,
  };
}

// A proxy in between may answer anything.
function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
