import { readXml } from './read-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

const PART = 'xl/styles.xml';
const STYLES_MAX = 100_000;

/** The built-in formats that show a number as a date or a time. */
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** Gives, for each style of a workbook's cells, whether it shows a number as a date. */
export async function readDateStyles(archive: ZipArchive): Promise<readonly boolean[]> {
  if (!archive.names.includes(PART)) return [];
  const codes = new Map<string, string>();
  const styles: boolean[] = [];
  let isCellStyle = false;
  await readXml(await archive.open(PART), {
    open(name, attributes) {
      const id = attributes.numFmtId ?? '';
      if (name === 'numFmt') codes.set(id, attributes.formatCode ?? '');
      else if (name === 'cellXfs') isCellStyle = true;
      else if (name === 'xf' && isCellStyle && styles.length < STYLES_MAX) {
        styles.push(isDateFormat(Number(id), codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellStyle = false;
    },
  });
  return styles;
}

/** Says whether a number format shows a date or a time of day, and not a duration or a plain number. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.some(([first, last]) => id >= first && id <= last);
  if (/\[[hms]+\]/i.test(code)) return false;
  const [first = ''] = code
    .replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .replaceAll(/am\/pm|a\/p/gi, 'h')
    .split(';');
  return /[dmyhs]/i.test(first) && !/[#?]/.test(first);
}
