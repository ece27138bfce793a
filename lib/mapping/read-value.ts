import { DateTime } from 'luxon';
import { isDay } from '#lib/core/dates.ts';
import { isAmountText } from '#lib/core/money.ts';
import { KINDS } from '#lib/records/kinds.ts';
import type { DateFormat, Rule } from './mapping-contract.ts';
import { type Tree, treeText } from './payload-tree.ts';
import type { TargetType } from './target-fields.ts';

/** A value as it was read, or what is wrong with it and what to do. */
export type Read = { value: unknown; problem: null } | { value: null; problem: string };

type Hints = Pick<Rule, 'dateFormat' | 'timeZone' | 'decimal'>;

const SHOWN_MAX = 60;

/** What the words of sync jobs mean where a mapping says nothing else. Any other word is asked about, never guessed. */
const OUTCOMES: Record<string, 'complete' | 'failed'> = {
  '1': 'complete',
  '2': 'failed',
  complete: 'complete',
  completed: 'complete',
  success: 'complete',
  successful: 'complete',
  succeeded: 'complete',
  synced: 'complete',
  failed: 'failed',
  failure: 'failed',
  fail: 'failed',
  error: 'failed',
  errored: 'failed',
};

const DATES: Record<Exclude<DateFormat, 'iso' | 'unix_seconds' | 'unix_millis'>, readonly string[]> = {
  dmy: ['d/M/yyyy', 'd-M-yyyy', 'd.M.yyyy'],
  mdy: ['M/d/yyyy', 'M-d-yyyy', 'M.d.yyyy'],
  ymd: ['yyyy/M/d', 'yyyy-M-d', 'yyyy.M.d', 'yyyyMMdd'],
  month_name: ['d MMM yyyy', 'd MMMM yyyy', 'MMM d yyyy', 'MMMM d yyyy', 'MMM d, yyyy', 'MMMM d, yyyy', 'd-MMM-yyyy'],
};
const TIMES = ['', ' H:mm', ' H:mm:ss', ' H:mm:ss.SSS', ' h:mm a', ' h:mm:ss a'];

/**
 * Reads a value as the type of its target field. `text` is trimmed; what is empty is not asked for. Dates and decimals are
 * read as the hints say: without a hint only what can't be mistaken.
 */
export function readValue(type: TargetType, value: Tree, hints: Hints): Read {
  switch (type) {
    case 'json':
      return good(treeText(value));
    case 'lines':
    case 'applies':
    case 'syncedLines':
      return readList(type, value, hints);
    default:
      break;
  }
  if (typeof value === 'object') return bad('is a list or an object; map the value within it');
  const text = String(value).trim();
  switch (type) {
    case 'text':
      return good(text);
    case 'source':
      return good(text.toLowerCase());
    case 'money':
      return readMoney(text, hints);
    case 'day':
      return readDay(text, hints);
    case 'instant':
      return readInstant(text, hints);
    case 'currency':
      return /^[A-Za-z]{3}$/.test(text) ? good(text.toUpperCase()) : bad(`“${shown(text)}” is not a currency code`);
    case 'kind':
      return readKind(text);
    case 'outcome':
      return readOutcome(text);
    case 'boolean':
      return readBoolean(text);
    default:
      return type satisfies never;
  }
}

function readOutcome(text: string): Read {
  const word = text.toLowerCase();
  const outcome = Object.hasOwn(OUTCOMES, word) ? OUTCOMES[word] : undefined;
  return outcome === undefined
    ? bad(`“${shown(text)}” is neither complete nor failed; say which it means`)
    : good(outcome);
}

function readKind(text: string): Read {
  const word = text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/s$/, '');
  const kind = KINDS.find((known) => known === word);
  return kind === undefined
    ? bad(`“${shown(text)}” is no kind of record; say whether it means invoice, invoice payment, bill or bill payment`)
    : good(kind);
}

function readBoolean(text: string): Read {
  if (/^(true|yes|1)$/i.test(text)) return good(true);
  return /^(false|no|0)$/i.test(text) ? good(false) : bad(`“${shown(text)}” is neither true nor false`);
}

function readMoney(text: string, { decimal }: Hints): Read {
  const plain = decimal === undefined ? plainNumber(text) : groupedNumber(text, decimal);
  if (plain === null) {
    const how = decimal === undefined ? '; choose how money is written' : ' as money is written here';
    return bad(`“${shown(text)}” is not a plain decimal such as 1250.00${how}`);
  }
  const amount = decimal === 'cents' ? fromCents(plain) : plain.replace(/(\.\d{4})0+$/, '$1');
  return amount !== null && isAmountText(amount)
    ? good(amount)
    : bad(`“${shown(text)}” has more than 15 digits or 4 decimals`);
}

/** Also what JSON allows: 1.25e3 is 1250, exactly. */
function plainNumber(text: string): string | null {
  const match = /^\+?(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = (whole + decimals).padStart(whole.length + decimals.length + Math.max(0, -point), '0');
  const at = Math.max(0, point);
  const integer = digits
    .slice(0, at)
    .padEnd(at, '0')
    .replace(/^0+(?=\d)/, '');
  const fraction = digits.slice(at).replace(/0+$/, '');
  return `${sign}${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
}

function groupedNumber(text: string, decimal: '.' | ',' | 'cents'): string | null {
  const [, open, inner = ''] = /^(\()?\s*(.*?)\s*\)?$/.exec(text) ?? [];
  const bare = inner.replace(/^([-+]?)\s*(?:[A-Z]{3}|\p{Sc})\s*/u, '$1').replace(/\s*(?:[A-Z]{3}|\p{Sc})$/u, '');
  const isNegative = (open !== undefined && text.endsWith(')')) || bare.startsWith('-');
  const number = bare.replace(/^[-+]\s*/, '');
  const point = decimal === ',' ? ',' : '.';
  const group = decimal === ',' ? "[.'\\s\u00a0\u202f]" : "[,'\\s\u00a0\u202f]";
  const shape = new RegExp(`^(?:\\d{1,15}|\\d{1,3}(?:${group}\\d{3}){1,4})(?:\\${point}\\d{1,8})?$`);
  if (!shape.test(number)) return null;
  const plain = number.replace(new RegExp(group, 'g'), '').replace(point, '.');
  return plainNumber(`${isNegative ? '-' : ''}${plain}`);
}

function fromCents(plain: string): string | null {
  if (plain.includes('.')) return null;
  const isNegative = plain.startsWith('-');
  const digits = plain.replace('-', '').padStart(3, '0');
  return `${isNegative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function readDay(text: string, hints: Hints): Read {
  const { dateFormat = 'iso', timeZone } = hints;
  if (dateFormat === 'iso' && timeZone === undefined) {
    // The day as it is written: 2026-12-15T00:00:00Z is the 15th, wherever somebody reads it.
    const day = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.{0,20})?$/.exec(text)?.[1];
    return day !== undefined && isDay(day) ? good(day) : badDate(text, 'a day such as 2026-10-31');
  }
  const at = timeOf(text, { dateFormat, timeZone: timeZone ?? 'utc' }, true);
  const day = at?.toFormat('yyyy-MM-dd');
  return day !== undefined && isDay(day) ? good(day) : badDate(text, 'a day as days are written here');
}

function readInstant(text: string, hints: Hints): Read {
  const { dateFormat = 'iso', timeZone } = hints;
  const isExact = dateFormat.startsWith('unix') || (dateFormat === 'iso' && /(Z|[+-]\d{2}:?\d{2})$/i.test(text));
  if (!isExact && timeZone === undefined) {
    return bad(`“${shown(text)}” does not say its time zone; choose one, or send it with its offset`);
  }
  const at = timeOf(text, { dateFormat, timeZone: timeZone ?? 'utc' }, timeZone !== undefined);
  if (at === null) return badDate(text, 'a time as times are written here');
  const instant = at.toUTC().toISO() ?? '';
  return instant >= '1970' && instant < '9' ? good(instant) : badDate(text, 'between the years 1970 and 8999');
}

function timeOf(
  text: string,
  hints: { dateFormat: DateFormat; timeZone: string },
  mayLackTime: boolean,
): DateTime | null {
  const { dateFormat, timeZone: zone } = hints;
  if (text.length > SHOWN_MAX) return null;
  if (dateFormat === 'unix_seconds' || dateFormat === 'unix_millis') {
    const shape = dateFormat === 'unix_seconds' ? /^\d{1,12}(\.\d{1,6})?$/ : /^\d{1,15}$/;
    if (!shape.test(text)) return null;
    const at = DateTime.fromMillis(Math.round(Number(text) * (dateFormat === 'unix_seconds' ? 1000 : 1)), { zone });
    return at.isValid ? at : null;
  }
  if (dateFormat === 'iso') {
    if (!/^\d{4}-\d{2}-\d{2}/.test(text) || (!mayLackTime && text.length <= 10)) return null;
    const at = DateTime.fromISO(text.replace(/^(\S{10}) +/, '$1T').replace(/ +(?=[+-Z])/, ''), { zone });
    return at.isValid ? at : null;
  }
  for (const date of DATES[dateFormat]) {
    for (const time of TIMES) {
      const at = DateTime.fromFormat(text.replace('T', ' ').replace(/ +/g, ' '), date + time, { zone, locale: 'en' });
      if (at.isValid) return at;
    }
  }
  return null;
}

type ListType = 'lines' | 'applies' | 'syncedLines';

/** The members of the entries of each list, and how each is read; others are left where they are, in the payload. */
const MEMBERS: Record<ListType, Record<string, TargetType | 'number' | 'as_is'>> = {
  lines: {
    lineNo: 'number',
    description: 'text',
    quantity: 'money',
    unitAmount: 'money',
    amount: 'money',
    accountCode: 'text',
    itemCode: 'text',
    taxCode: 'text',
    taxAmount: 'money',
    tracking: 'as_is',
  },
  applies: { kind: 'kind', sourceId: 'text', amount: 'money' },
  syncedLines: { lineNo: 'number', syncedAmount: 'money' },
};
const ENTRIES_MAX = 1000;

function readList(type: ListType, value: Tree, hints: Hints): Read {
  const list = Array.isArray(value) ? value : null;
  if (list === null) return bad('is not a list');
  if (list.length > ENTRIES_MAX) return bad('has more than 1,000 entries');
  const entries: Record<string, unknown>[] = [];
  for (const [index, entry] of list.entries()) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return bad(`[${index}] is not an object`);
    const read = type === 'applies' ? {} : { lineNo: index + 1 };
    for (const [member, how] of Object.entries(MEMBERS[type])) {
      const given = Object.hasOwn(entry, member) ? entry[member] : undefined;
      if (given === undefined || given === null || given === '') continue;
      const one = readMember(how, given, hints);
      if (one.problem !== null) return bad(`[${index}].${member} ${one.problem}`);
      Object.assign(read, { [member]: one.value });
    }
    entries.push(read);
  }
  return good(entries);
}

function readMember(how: TargetType | 'number' | 'as_is', value: Tree, hints: Hints): Read {
  if (how === 'as_is') return good(value);
  if (how !== 'number') return readValue(how, value, hints);
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? good(Number(value)) : bad('is not a whole number');
}

function badDate(text: string, what: string): Read {
  return bad(`“${shown(text)}” is not ${what}; choose how dates are written`);
}

function shown(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

function good(value: unknown): Read {
  return { value, problem: null };
}

function bad(problem: string): Read {
  return { value: null, problem };
}
