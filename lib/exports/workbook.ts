import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { escapeText } from './cells.ts';
import { stylesXml } from './styles.ts';

const LEVEL = 1;
const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

type WorkbookSheet = {
  name: string;
  /** Where its filter is, such as `$A$1:$P$20`. */
  filter: string | null;
};

/** A workbook that is written to a file part by part; nothing of it is held. */
export type Workbook = {
  /** Adds a sheet behind those that are there; resolves when it is written. */
  addSheet(sheet: { name: string; xml: AsyncIterable<Buffer>; filter: () => string }): Promise<void>;
  /** Adds the sheet that comes first, and what every workbook has; resolves when the file is whole. */
  finish(first: { name: string; xml: string }): Promise<void>;
  bytes(): number;
};

/** Begins a workbook in a new file. */
export function openWorkbook(
  file: string,
  { createdAt, createdBy }: { createdAt: string; createdBy: string },
): Workbook {
  const zip = new ZipFile();
  const mtime = new Date(createdAt);
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600, highWaterMark: 1024 * 1024 });
  const written = pipeline(zip.outputStream, output);
  const broken = Promise.withResolvers<never>();
  zip.on('error', broken.reject);
  written.catch(broken.reject);
  broken.promise.catch(() => undefined);
  const sheets: WorkbookSheet[] = [];

  return {
    bytes: () => output.bytesWritten,
    async addSheet({ name, xml, filter }) {
      const content = Readable.from(xml, { objectMode: false, highWaterMark: 512 * 1024 });
      const ended = new Promise<void>((resolve, reject) => {
        content.once('end', resolve);
        content.once('error', reject);
      });
      const sheet: WorkbookSheet = { name, filter: null };
      sheets.push(sheet);
      zip.addReadStream(content, partOf(sheets.length + 1), { compressionLevel: LEVEL, mtime });
      await Promise.race([ended, broken.promise]);
      sheet.filter = filter();
    },
    async finish(first) {
      const all = [{ name: first.name, filter: null }, ...sheets];
      const parts: [string, string][] = [
        [partOf(1), first.xml],
        ['xl/styles.xml', stylesXml()],
        ['xl/workbook.xml', workbookXml(all)],
        ['xl/_rels/workbook.xml.rels', workbookRelations(all.length)],
        ['docProps/core.xml', coreXml(createdAt, createdBy)],
        ['docProps/app.xml', appXml()],
        ['_rels/.rels', packageRelations()],
        ['[Content_Types].xml', contentTypes(all.length)],
      ];
      for (const [path, xml] of parts) {
        zip.addBuffer(Buffer.from(xml, 'utf8'), path, { compressionLevel: LEVEL, mtime });
      }
      zip.end();
      await Promise.race([written, broken.promise]);
    },
  };
}

function partOf(place: number): string {
  return `xl/worksheets/sheet${place}.xml`;
}

/** Gives the name of a sheet as formulas name it. */
export function quotedName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

function workbookXml(sheets: readonly WorkbookSheet[]): string {
  const names = sheets.flatMap(({ name, filter }, at) =>
    filter === null
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${escapeText(`${quotedName(name)}!${filter}`)}</definedName>`,
        ],
  );
  return `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONS}">\
<workbookPr defaultThemeVersion="124226"/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews>\
<sheets>${sheets.map(({ name }, at) => `<sheet name="${attribute(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets>\
${names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`}<calcPr calcId="191029"/></workbook>`;
}

function workbookRelations(sheets: number): string {
  const ofSheets = Array.from(
    { length: sheets },
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${ofSheets.join('')}\
<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;
}

function packageRelations(): string {
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>\
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
<Relationship Id="rId3" Type="${RELATIONS}/extended-properties" Target="docProps/app.xml"/></Relationships>`;
}

function contentTypes(sheets: number): string {
  const ofSheets = Array.from(
    { length: sheets },
    (_, at) => `<Override PartName="/${partOf(at + 1)}" ContentType="${MAIN}.worksheet+xml"/>`,
  );
  return `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/>${ofSheets.join('')}\
<Override PartName="/xl/styles.xml" ContentType="${MAIN}.styles+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`;
}

function coreXml(createdAt: string, createdBy: string): string {
  const time = `${createdAt.slice(0, 19)}Z`;
  return `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>${escapeText(createdBy)}</dc:creator>\
<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified></cp:coreProperties>`;
}

function appXml(): string {
  return `${XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Tieout</Application></Properties>`;
}

function attribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
