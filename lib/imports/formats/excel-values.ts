const DAY_MS = 86_400_000;
/** 31 December 1899, 30 December 1899 and 1 January 1904: day 0 before and after the leap day of 1900 that never was. */
const EPOCH_BEFORE = Date.UTC(1899, 11, 31);
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const FAKE_LEAP_DAY = 60;
const LAST_DAY = 2_958_465;
const DIGITS = 15;

/**
 * Takes a number as a workbook stores it; gives it as people see it: at most 15 digits, without an exponent. 1250.1 is
 * stored as 1250.0999999999999.
 */
export function plainNumber(text: string): string | null {
  if (!/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null;
  const digits = text
    .replace(/[eE].*$/, '')
    .replaceAll(/[-.]/g, '')
    .replace(/^0+/, '');
  const isShort = digits.length <= DIGITS;
  const exact = isShort && !/[eE]/.test(text) ? text : withoutExponent(Number(text).toPrecision(DIGITS));
  const trimmed = exact.includes('.') ? exact.replace(/0+$/, '').replace(/\.$/, '') : exact;
  return trimmed === '-0' || trimmed === '' ? '0' : trimmed.replace(/^(-?)\./, '$10.');
}

/** Takes the number of a date; gives the day, or the day and time, as ISO 8601 without a zone; null for what is no date. */
export function plainDate(text: string, isFrom1904: boolean): string | null {
  const serial = Number(text);
  if (!(serial >= 0 && serial <= LAST_DAY)) return null;
  const ms = Math.round((serial % 1) * DAY_MS);
  const epoch = isFrom1904 ? EPOCH_1904 : serial < FAKE_LEAP_DAY ? EPOCH_BEFORE : EPOCH;
  const iso = new Date(epoch + Math.floor(serial) * DAY_MS + ms).toISOString();
  if (serial < 1 && !isFrom1904) return iso.slice(11, 19);
  return ms === 0 || ms === DAY_MS ? iso.slice(0, 10) : iso.slice(0, -1).replace(/\.000$/, '');
}

function withoutExponent(text: string): string {
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = '', first = '', decimals = '', power = ''] = parts;
  const digits = first + decimals;
  const point = 1 + Number(power);
  if (Math.abs(point) > 400) return text;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
