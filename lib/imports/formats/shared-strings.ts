import { FileRefusal } from './file-refusal.ts';
import { readXml } from './read-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

const PART = 'xl/sharedStrings.xml';
const BYTES_MAX = 64 * 1024 ** 2;
const STRINGS_MAX = 4_000_000;

/** The texts that the cells of a workbook refer to by number. */
export type SharedStrings = { at: (index: number) => string | null };

/**
 * Reads the table of shared strings into one block of bytes, so that its memory is bounded and known. Throws a
 * `FileRefusal` above 64 MiB of text or 4,000,000 strings.
 */
export async function readSharedStrings(archive: ZipArchive): Promise<SharedStrings> {
  if (!archive.names.includes(PART)) return { at: () => null };
  let bytes = Buffer.allocUnsafe(64 * 1024);
  let ends = new Uint32Array(4096);
  let [count, length] = [0, 0];
  let text = '';
  let [isText, isPhonetic] = [false, false];

  const keep = () => {
    const size = Buffer.byteLength(text);
    if (length + size > BYTES_MAX || count >= STRINGS_MAX) {
      throw new FileRefusal(
        'The workbook’s table of texts is larger than 64 MiB; save the sheet as CSV and import that.',
      );
    }
    while (length + size > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
    if (count === ends.length) {
      const more = new Uint32Array(ends.length * 2);
      more.set(ends);
      ends = more;
    }
    length += bytes.write(text, length);
    ends[count] = length;
    count += 1;
    text = '';
  };

  await readXml(await archive.open(PART), {
    open(name) {
      if (name === 't') isText = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
    },
    text(part) {
      if (isText) text += part;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') keep();
    },
  });
  return {
    at(index) {
      if (!(index >= 0 && index < count)) return null;
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]);
    },
  };
}
