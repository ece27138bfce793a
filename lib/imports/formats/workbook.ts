import type { ImportFile } from '../import-file.ts';
import { FileRefusal } from './file-refusal.ts';
import { readXml } from './read-xml.ts';
import { openArchive, type ZipArchive } from './zip-archive.ts';

/** A workbook whose parts are known and nothing of whose cells is read. */
export type Workbook = {
  archive: ZipArchive;
  sheets: readonly { name: string; part: string; isHidden: boolean }[];
  /** Days are counted from 1904, as old Macs did. */
  isFrom1904: boolean;
};

const WORKBOOK = 'xl/workbook.xml';

/** Opens a workbook. Throws a `FileRefusal` for what is none, and for one with macros or links to other files. */
export async function openWorkbook(file: ImportFile): Promise<Workbook> {
  const archive = await openArchive(file);
  const has = (part: RegExp) => archive.names.some((name) => part.test(name));
  if (has(/(^|\/)vbaProject\.bin$/i)) {
    throw new FileRefusal('The workbook holds macros; save it as .xlsx without them.');
  }
  if (has(/^xl\/workbook\.bin$/i)) throw new FileRefusal('The workbook is a binary one (.xlsb); save it as .xlsx.');
  if (has(/^content\.xml$/i)) throw new FileRefusal('This is an OpenDocument file; save it as .xlsx or CSV.');
  if (!archive.names.includes(WORKBOOK)) {
    throw new FileRefusal('This is an archive and not a workbook; unpack it and upload the files within.');
  }
  if (has(/^xl\/externalLinks\//i)) {
    throw new FileRefusal('The workbook has links to other files; break them in Excel and save it again.');
  }
  const targets = await readTargets(archive);
  const sheets: { name: string; part: string; isHidden: boolean }[] = [];
  let isFrom1904 = false;
  await readXml(await archive.open(WORKBOOK), {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = targets.get(attributes['r:id'] ?? '');
      const isHidden = (attributes.state ?? 'visible') !== 'visible';
      if (part !== undefined) sheets.push({ name: attributes.name ?? '', part, isHidden });
    },
  });
  if (sheets.length === 0) throw new FileRefusal('The workbook has no sheet with cells.');
  return { archive, sheets: sheets.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden)), isFrom1904 };
}

/** Which part each sheet is, by the id that the workbook knows it by; sheets of charts alone are left out. */
async function readTargets(archive: ZipArchive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readXml(await archive.open('xl/_rels/workbook.xml.rels'), {
    open(name, attributes) {
      if (name !== 'Relationship' || !(attributes.Type ?? '').endsWith('/worksheet')) return;
      const target = attributes.Target ?? '';
      targets.set(attributes.Id ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return targets;
}
