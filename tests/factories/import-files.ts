import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { ReadingChoices } from '#lib/imports/import-contract.ts';
import type { ImportFile } from '#lib/imports/import-file.ts';
import { type ReadFile, readFile } from '#lib/imports/read-file.ts';

/** Bytes as the file of an import, in small pieces. */
export function fileOf(content: string | Uint8Array, pieceBytes = 10_007): ImportFile {
  const bytes = Buffer.from(content);
  return {
    size: bytes.length,
    async *bytes(from = 0, to = bytes.length) {
      for (let at = from; at < to; at += pieceBytes) yield bytes.subarray(at, Math.min(to, at + pieceBytes));
    },
  };
}

/** Reads a file as a worker does. */
export function read(content: string | Uint8Array, reading: ReadingChoices = {}): Promise<ReadFile> {
  return readFile(fileOf(content), 'file', reading, async () => undefined);
}

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a small workbook, of which some can be others. */
export function workbookParts(
  rows: string,
  others: Record<string, string | Uint8Array> = {},
): Record<string, string | Uint8Array> {
  return {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${NAMESPACE} xmlns:r="${RELATIONS}"><sheets><sheet name="Bills" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${NAMESPACE}><sheetData>${rows}</sheetData></worksheet>`,
    ...others,
  };
}

/** Zips parts. */
export function zipped(parts: Record<string, string | Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}
