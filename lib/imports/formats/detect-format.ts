import type { ImportFormat } from '../import-contract.ts';
import type { ImportFile } from '../import-file.ts';
import { FileRefusal } from './file-refusal.ts';

const HEAD_BYTES = 64 * 1024;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Beginnings of files that people take for tables, and what they are. */
const OTHERS: readonly [Buffer, string][] = [
  [Buffer.from('%PDF'), 'a PDF'],
  [Buffer.from('1f8b', 'hex'), 'a compressed file (.gz)'],
  [Buffer.from('377abcaf271c', 'hex'), 'a compressed file (.7z)'],
  [Buffer.from('Rar!'), 'a compressed file (.rar)'],
  [Buffer.from('89504e47', 'hex'), 'an image'],
  [Buffer.from('ffd8ff', 'hex'), 'an image'],
  [Buffer.from('PAR1'), 'a Parquet file'],
  [Buffer.from('SQLite format 3'), 'a database'],
];

/** Says by a file's content, not by its name, what it is. Throws a `FileRefusal` for what can't be imported, and says what it is. */
export async function detectFormat(file: ImportFile): Promise<ImportFormat> {
  const head = await readHead(file, HEAD_BYTES);
  if (head.subarray(0, ZIP.length).equals(ZIP)) return 'xlsx';
  if (head.subarray(0, OLE.length).equals(OLE)) {
    throw new FileRefusal(
      (await contains(file, ENCRYPTED))
        ? 'The workbook is protected by a password; remove it in Excel and save it again.'
        : 'This is a workbook of Excel 97–2003 (.xls) or another old Office file; save it as .xlsx.',
    );
  }
  const other = OTHERS.find(([mark]) => head.subarray(0, mark.length).equals(mark));
  if (other !== undefined) throw new FileRefusal(`This is ${other[1]}; upload a CSV, XLSX or NDJSON file.`);
  const isUnicode16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!isUnicode16 && looksBinary(head)) {
    throw new FileRefusal('This is neither text nor a workbook; upload a CSV, XLSX or NDJSON file.');
  }
  const start = head
    .toString(isUnicode16 && head[0] === 0xff ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^(<!doctype|<html|<\?xml)/i.test(start)) {
    throw new FileRefusal('This is a web page or XML, whatever its name says; save it as CSV or .xlsx.');
  }
  if (/^\[\s*[[{]/.test(start)) {
    throw new FileRefusal('This is one JSON list; write one object a line, without the brackets and commas (NDJSON).');
  }
  return start.startsWith('{') ? 'ndjson' : 'csv';
}

/** Gives the first bytes of a file. */
export async function readHead(file: ImportFile, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of file.bytes(0, Math.min(bytes, file.size))) parts.push(part);
  return Buffer.concat(parts);
}

/** Text has no bytes such as these; an occasional odd one is a matter of its encoding. */
function looksBinary(head: Buffer): boolean {
  let odd = 0;
  for (const byte of head) {
    if (byte === 0) return !isWide(head);
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)) odd += 1;
  }
  return odd > head.length / 100;
}

/** UTF-16 without its mark: every other byte of plain text is zero. */
function isWide(head: Buffer): boolean {
  let [even, odd] = [0, 0];
  head.forEach((byte, at) => {
    if (byte !== 0) return;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  });
  return Math.max(even, odd) > head.length / 4 && Math.min(even, odd) < head.length / 100;
}

async function contains(file: ImportFile, bytes: Buffer): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const part of file.bytes()) {
    const text = Buffer.concat([tail, part]);
    if (text.includes(bytes)) return true;
    tail = Buffer.from(text.subarray(-bytes.length));
  }
  return false;
}
