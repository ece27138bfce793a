/** The cell formats of a workbook, by their place in its styles. */
export const STYLE = {
  plain: 0,
  header: 1,
  /** Text that stays text when somebody edits the cell. */
  text: 2,
  quiet: 3,
  instant: 4,
  day: 5,
  count: 6,
  /** A number that is written as text, since Excel would not keep all its digits. */
  longNumber: 7,
  title: 8,
  label: 9,
  wrapped: 10,
} as const;

/** Money has up to four decimals. */
const DECIMALS = [0, 1, 2, 3, 4] as const;
const FIRST_MONEY = 11;
const FIRST_DIFFERENCE = FIRST_MONEY + DECIMALS.length;
const FIRST_FORMAT = 164;

/** The conditional formats, by their place in the styles. */
export const CONDITIONAL = { differs: 0, equal: 1 } as const;

/** Gives the style of an amount with so many decimals. */
export function moneyStyle(decimals: number): number {
  return FIRST_MONEY + Math.min(decimals, DECIMALS.length - 1);
}

/** Gives the style of a difference with so many decimals: what is above zero has its sign too. */
export function differenceStyle(decimals: number): number {
  return FIRST_DIFFERENCE + Math.min(decimals, DECIMALS.length - 1);
}

/** Gives the part `xl/styles.xml`. */
export function stylesXml(): string {
  const money = DECIMALS.map((decimals) => numberFormat(decimals));
  const difference = money.map((format) => `+${format};-${format};${format}`);
  const formats = ['d mmm yyyy hh:mm', 'd mmm yyyy', ...money, ...difference];
  const idOf = (index: number) => FIRST_FORMAT + index;
  const cellFormats = [
    xf({}),
    xf({ font: 1, fill: 2, border: 1, align: 'vertical="center"' }),
    xf({ format: 49 }),
    xf({ format: 49, font: 2 }),
    xf({ format: idOf(0), align: 'horizontal="left"' }),
    xf({ format: idOf(1), align: 'horizontal="left"' }),
    xf({ format: 3 }),
    xf({ format: 49, fill: 3, align: 'horizontal="right"' }),
    xf({ font: 3 }),
    xf({ font: 2, align: 'vertical="top"' }),
    xf({ format: 49, align: 'vertical="top" wrapText="1"' }),
    ...money.map((_, index) => xf({ format: idOf(2 + index) })),
    ...difference.map((_, index) => xf({ format: idOf(2 + money.length + index) })),
  ];
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<numFmts count="${formats.length}">${formats.map((code, index) => `<numFmt numFmtId="${idOf(index)}" formatCode="${code}"/>`).join('')}</numFmts>\
<fonts count="4">${font('')}${font('<b/>')}${font('', 'FF6B7280')}${font('<b/>', 'FF111827', 14)}</fonts>\
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
${solid('FFF3F4F6')}${solid('FFFEF3C7')}</fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"><color rgb="FF9CA3AF"/></bottom><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="${cellFormats.length}">${cellFormats.join('')}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
<dxfs count="2"><dxf><font><color rgb="FFB42318"/></font></dxf><dxf><font><color rgb="FF067647"/></font></dxf></dxfs>\
<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>\
</styleSheet>`;
}

function numberFormat(decimals: number): string {
  return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`;
}

function font(weight: string, color = 'FF000000', size = 11): string {
  return `<font>${weight}<sz val="${size}"/><color rgb="${color}"/><name val="Calibri"/><family val="2"/></font>`;
}

function solid(color: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`;
}

type CellFormat = { format?: number; font?: number; fill?: number; border?: number; align?: string };

function xf({ format = 0, font: fontId = 0, fill = 0, border = 0, align }: CellFormat): string {
  const applied = [
    format === 0 ? '' : ' applyNumberFormat="1"',
    fontId === 0 ? '' : ' applyFont="1"',
    fill === 0 ? '' : ' applyFill="1"',
    border === 0 ? '' : ' applyBorder="1"',
    align === undefined ? '' : ' applyAlignment="1"',
  ].join('');
  const start = `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fill}" borderId="${border}" xfId="0"${applied}`;
  return align === undefined ? `${start}/>` : `${start}><alignment ${align}/></xf>`;
}
