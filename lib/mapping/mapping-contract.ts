import type { FieldError } from '#lib/core/app-error.ts';

/** How a date is written. `iso` is 2026-10-31, with a time behind it or not; the others are never guessed. */
export const DATE_FORMATS = [
  { id: 'iso', label: '2026-10-31' },
  { id: 'dmy', label: '31/10/2026 (day first)' },
  { id: 'mdy', label: '10/31/2026 (month first)' },
  { id: 'ymd', label: '2026/10/31 (year first)' },
  { id: 'month_name', label: '31 Oct 2026 (month by its English name)' },
  { id: 'unix_seconds', label: 'Seconds since 1970' },
  { id: 'unix_millis', label: 'Milliseconds since 1970' },
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number]['id'];

/** How money is written. A plain decimal such as 1250.00 needs no choice. */
export const DECIMALS = [
  { id: '.', label: '1,250.00 (point before the decimals)' },
  { id: ',', label: '1.250,00 (comma before the decimals)' },
  { id: 'cents', label: '125000 (cents)' },
] as const;
export type Decimal = (typeof DECIMALS)[number]['id'];

/** Where the value of one target field comes from, and how it is read. */
export type Rule = {
  /** Paths in order: the first that is filled counts. See lib/mapping/path.ts. */
  paths?: readonly string[] | undefined;
  /** Taken where no path is filled. */
  constant?: string | undefined;
  /** What a value means, small and capital letters alike; `*` stands for any other one. */
  values?: readonly { from: string; to: string }[] | undefined;
  dateFormat?: DateFormat | undefined;
  /** An IANA name, for times that are written without an offset. */
  timeZone?: string | undefined;
  decimal?: Decimal | undefined;
};

/** What a payload becomes: an outcome, a document alone, or an outcome where it names one and else the document. */
export const GIVES = ['attempt', 'record', 'either'] as const;
export type Gives = (typeof GIVES)[number];

/** A tenant's own mapping of a hook. It goes before the preset's, field by field; null switches a field off. */
export type Mapping = {
  gives?: Gives | undefined;
  fields: Readonly<Record<string, Rule | null>>;
};

/** What one payload gives. Nothing here was looked up: the same payload and mapping always give the same. */
export type MappedPayload = {
  /** The preset that was used, or null. */
  preset: string | null;
  /** Each target field that has a value, as it was read, by its name. */
  values: Record<string, string>;
  /** What is missing or wrong, by target field; empty if it can be applied. */
  problems: FieldError[];
  /** What it would report, or null where there are problems. */
  gives: MappedAttempt | MappedDocument | null;
};

/** How a payload names its record; where kind or id is missing, it is looked for. */
export type NamedRecord = {
  kind: string | null;
  sourceId: string | null;
  number: string | null;
  source: string | null;
};

export type MappedAttempt = {
  type: 'attempt';
  /** Null if the payload has none: the payload's own id takes its place. */
  externalId: string | null;
  named: NamedRecord;
  /** The attempt as the API contract has it, with its record; `externalId` and `attemptedAt` may be missing. */
  attempt: Record<string, unknown>;
  /** The ledger's answer where a field was mapped for it; else null, and the payload itself is kept. */
  raw: string | null;
};

export type MappedDocument = {
  type: 'record';
  named: NamedRecord;
  /** The document as the API contract has it. */
  record: Record<string, unknown>;
};
