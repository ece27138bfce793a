import type { Encoding } from '../import-contract.ts';

/** The bytes are not of this encoding. */
export class WrongEncodingError extends Error {}

/** Decodes bytes as they arrive, without the mark that some files begin with. Throws `WrongEncodingError`. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const part of bytes) yield decoder.decode(part, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new WrongEncodingError(encoding, { cause: error });
    throw error;
  }
}
