import { AppError } from '#lib/core/app-error.ts';

const BODY_MAX_MIB = 10;
const BODY_MAX = BODY_MAX_MIB * 1024 * 1024;
/** So much is read and thrown away, since a connection with a body left unread hears no answer and serves no further call. */
const DRAIN_MAX = 4 * BODY_MAX;
/** So much is kept of what is too large, so that people can see what it was. */
const BEGINNING_MAX = 256 * 1024;

/** Takes a request; gives its body as text. Refuses what is not JSON in UTF-8 or is above 10 MiB, without buffering more. */
export async function readJsonText(request: Request): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('unsupported_media_type', {
      message: 'Send JSON with the header Content-Type: application/json.',
    });
  }
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') {
    throw new AppError('unsupported_media_type', { message: 'Send the body without Content-Encoding.' });
  }
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad_request', { message: 'The body is not valid UTF-8.', cause });
  }
}

/** Takes a request; gives its body. Refuses one above 10 MiB, or one that breaks off, without buffering more. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > DRAIN_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.byteLength;
    if (size > DRAIN_MAX) throw tooLarge();
    if (size <= BODY_MAX) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > BODY_MAX) throw tooLarge();
  return Buffer.concat(chunks);
}

/** What came, or its beginning where it is above 10 MiB; `size` is what was read of it. */
export type Beginning = { body: Uint8Array<ArrayBuffer>; size: number; isCut: boolean };

/** Takes a request; gives its body, of one above 10 MiB the beginning. Refuses one that breaks off, without buffering more. */
export async function readBeginning(request: Request): Promise<Beginning> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    if (size <= BODY_MAX) chunks.push(chunk);
    size += chunk.byteLength;
    if (size > DRAIN_MAX) break;
  }
  const isCut = size > BODY_MAX;
  const read = Buffer.concat(chunks);
  return { body: isCut ? Uint8Array.from(read.subarray(0, BEGINNING_MAX)) : read, size, isCut };
}

async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  try {
    yield* request.body as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new AppError('bad_request', { message: 'The body broke off before it was complete; send it again.', cause });
  }
}

/** What a body above the limit is refused with. */
export function tooLarge(): AppError {
  return new AppError('too_large', {
    message: `The body is larger than ${BODY_MAX_MIB} MiB; split it into several calls.`,
  });
}
