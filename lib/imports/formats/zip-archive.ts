import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';
import type { ImportFile } from '../import-file.ts';
import { FileRefusal } from './file-refusal.ts';

const ENTRIES_MAX = 10_000;
const INFLATED_MAX = 4 * 1024 ** 3;
/** Below this much nobody is harmed; above it, text as monotonous as a table shrinks to a hundredth at the most. */
const HARMLESS = 64 * 1024 ** 2;
const RATIO_MAX = 150;

/** The parts of an archive by their names, and how to read one: never more bytes than it declares. */
export type ZipArchive = {
  names: readonly string[];
  open: (name: string) => Promise<AsyncIterable<Buffer>>;
};

class PieceReader extends RandomAccessReader {
  readonly #file: ImportFile;

  constructor(file: ImportFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.bytes(start, end), { objectMode: false });
  }
}

/**
 * Opens a ZIP archive by its directory. Throws a `FileRefusal` for what is none, is encrypted, or would grow beyond all
 * measure: by what it declares here, and by what it really is when a part is read.
 */
export async function openArchive(file: ImportFile): Promise<ZipArchive> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromRandomAccessReader(
      new PieceReader(file),
      file.size,
      { lazyEntries: true, autoClose: false },
      (error, opened) => (error === null ? resolve(opened) : reject(damaged(error))),
    );
  });
  const entries = await readEntries(zip);
  for (const entry of entries.values()) checkEntry(entry);
  return {
    names: [...entries.keys()],
    open: (name) =>
      new Promise((resolve, reject) => {
        const entry = entries.get(name);
        if (entry === undefined) {
          reject(new FileRefusal('A part of the workbook is missing; open it in Excel and save it again.'));
          return;
        }
        zip.openReadStream(entry, (error, stream) =>
          error === null ? resolve(wholly(stream)) : reject(damaged(error)),
        );
      }),
  };
}

function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on('error', (error: Error) => reject(damaged(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      if (entries.size >= ENTRIES_MAX) {
        reject(new FileRefusal('The archive has more than 10,000 parts, as no workbook has.'));
        return;
      }
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function checkEntry(entry: Entry): void {
  if (entry.isEncrypted()) throw new FileRefusal('The archive is encrypted; remove its password and save it again.');
  const { uncompressedSize: inflated, compressedSize: deflated } = entry;
  if (inflated > INFLATED_MAX || (inflated > HARMLESS && inflated > deflated * RATIO_MAX)) {
    throw new FileRefusal(
      'The file would grow beyond all measure when it is unpacked (a “zip bomb”); it is not opened.',
    );
  }
}

/** What an archive declares is checked against what comes out of it: a part that lies is one that is damaged. */
async function* wholly(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(error: unknown): Error {
  if (error instanceof FileRefusal) return error;
  const isOurs = error instanceof Error && 'code' in error && String(error.code).startsWith('P');
  if (isOurs) return error;
  return new FileRefusal('The archive is damaged; save the workbook again, or save it as CSV.', { cause: error });
}
