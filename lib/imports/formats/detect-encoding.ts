import { analyse } from 'chardet';
import { type Detected, ENCODINGS, type Encoding } from '../import-contract.ts';
import type { ImportFile } from '../import-file.ts';

const SAMPLE_BYTES = 256 * 1024;
const MARKS: readonly [Buffer, Encoding][] = [
  [Buffer.from('efbbbf', 'hex'), 'utf-8'],
  [Buffer.from('fffe', 'hex'), 'utf-16le'],
  [Buffer.from('feff', 'hex'), 'utf-16be'],
];
/** What is likely, where nothing speaks for one of them: the code page of most machines that write other than Unicode. */
const FALLBACK: Encoding = 'windows-1252';

/** Says how a text file is encoded: by its mark, since all of it is valid UTF-8, or as its letters make likely. */
export async function detectEncoding(file: ImportFile): Promise<NonNullable<Detected['encoding']>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  let before = Buffer.alloc(0);
  for await (const part of file.bytes()) {
    if (isFirst) {
      const mark = MARKS.find(([bytes]) => part.subarray(0, bytes.length).equals(bytes));
      if (mark !== undefined) return { id: mark[1], how: 'bom' };
      if (part.subarray(0, SAMPLE_BYTES).includes(0)) {
        return { id: part.indexOf(0) % 2 === 1 ? 'utf-16le' : 'utf-16be', how: 'likely' };
      }
      isFirst = false;
    }
    try {
      decoder.decode(part, { stream: true });
    } catch {
      return { id: likely(Buffer.concat([before, part])), how: 'likely' };
    }
    before = Buffer.from(part.subarray(-SAMPLE_BYTES));
  }
  try {
    decoder.decode();
    return { id: 'utf-8', how: 'valid' };
  } catch {
    return { id: FALLBACK, how: 'likely' };
  }
}

/** Around the first letters that are no UTF-8. */
function likely(bytes: Buffer): Encoding {
  const first = bytes.findIndex((byte) => byte > 127);
  const from = Math.max(0, first - SAMPLE_BYTES / 2);
  for (const { name, confidence } of analyse(bytes.subarray(from, from + SAMPLE_BYTES))) {
    const wanted = name.toLowerCase() === 'iso-8859-1' ? 'windows-1252' : name.toLowerCase().replace(/^utf-8$/, '');
    const known = ENCODINGS.find(({ id }) => id === wanted);
    if (known !== undefined && confidence > 10) return known.id;
  }
  return FALLBACK;
}
