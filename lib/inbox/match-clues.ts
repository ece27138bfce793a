import { isAmountText } from '#lib/core/money.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** What is known of a document that something is about; each list may be empty. Texts are as they were written. */
export type MatchClues = {
  kinds: readonly Kind[];
  ids: string[];
  /** Document and shipment numbers, or what looks like one. */
  numbers: string[];
  references: string[];
  parties: string[];
  /** Decimal texts. */
  amounts: string[];
};

const TEXT_MAX = 255;
const EACH_MAX = 12;
const LEAVES_MAX = 300;
const DEPTH_MAX = 8;

const NUMBER_NAME =
  /(doc|document|invoice|bill|payment|credit|shipment|load|order|job)_?(no|num|nr|number|ref|id)$|^(no|num|number|ref)$/i;
const PARTY_NAME =
  /(customer|vendor|supplier|payer|payee|contact|client|carrier|billing|account)[a-z_]*(\.?(display_?)?name)?$/i;
const AMOUNT_NAME = /(amount|amt|total|balance|sum)$/i;
/** Letters and digits together, with hyphens, dots or slashes between: INV-10442, 2026/118, SHP20931. */
const NUMBER_LIKE = /\b(?=[\w./-]*\d)[A-Za-z0-9]+(?:[./-][A-Za-z0-9]+)*\b/g;
const QUOTED = /['"‘’“”«»]([^'"‘’“”«»]{3,120})['"‘’“”«»]/g;

/** Takes what an attempt says of itself; gives the clues to the record that it belongs to. */
export function cluesOfAttempt(attempt: {
  kind: Kind;
  sourceId: string;
  referenceNumber: string | null;
  amounts: readonly (string | null)[];
  errorMessage: string | null;
  raw: string | null;
}): MatchClues {
  const said = leavesOf(attempt.raw);
  return limited({
    kinds: [attempt.kind],
    ids: [attempt.sourceId],
    numbers: [attempt.sourceId, ...numbersIn(attempt.errorMessage), ...named(said, NUMBER_NAME)],
    references: [attempt.referenceNumber],
    parties: [...quotedIn(attempt.errorMessage), ...named(said, PARTY_NAME)],
    amounts: [...attempt.amounts, ...named(said, AMOUNT_NAME)],
  });
}

/** Takes what a mapping made of a payload, target field by target field, and the payload itself; gives the clues. */
export function cluesOfPayload(mapped: Readonly<Record<string, unknown>>, body: string | null): MatchClues {
  const text = (name: string) => (typeof mapped[name] === 'string' ? mapped[name] : null);
  const said = leavesOf(body);
  const kind = KINDS.find((known) => known === mapped['record.kind']);
  return limited({
    kinds: kind === undefined ? KINDS : [kind],
    ids: [text('record.sourceId')],
    numbers: [
      text('record.number'),
      text('record.sourceId'),
      text('record.shipmentId'),
      ...numbersIn(text('errorMessage')),
      ...named(said, NUMBER_NAME),
    ],
    references: [text('referenceNumber')],
    parties: [
      text('record.payer'),
      text('record.billingOrg'),
      ...quotedIn(text('errorMessage')),
      ...named(said, PARTY_NAME),
    ],
    amounts: [text('record.amount'), text('syncedAmount'), text('sentAmount'), ...named(said, AMOUNT_NAME)],
  });
}

type Loose = { [Field in keyof Omit<MatchClues, 'kinds'>]: (string | null)[] } & { kinds: readonly Kind[] };

function limited({ kinds, ids, numbers, references, parties, amounts }: Loose): MatchClues {
  const texts = (list: (string | null)[]) => {
    const usable = list.map((text) => text?.trim() ?? '').filter(isUsable);
    return [...new Set(usable)].slice(0, EACH_MAX);
  };
  return {
    kinds,
    ids: texts(ids),
    numbers: texts(numbers),
    references: texts(references),
    parties: texts(parties),
    amounts: texts(amounts).filter((text) => isAmountText(text) && Number(text) !== 0),
  };
}

function isUsable(text: string): boolean {
  return text !== '' && text.length <= TEXT_MAX && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function numbersIn(text: string | null): string[] {
  return text === null ? [] : (text.slice(0, 4_000).match(NUMBER_LIKE) ?? []).filter(({ length }) => length >= 3);
}

function quotedIn(text: string | null): string[] {
  return text === null ? [] : [...text.slice(0, 4_000).matchAll(QUOTED)].map(([, inside = '']) => inside);
}

type Leaf = { path: string; text: string };

function named(leaves: readonly Leaf[], name: RegExp): string[] {
  return leaves.filter(({ path }) => name.test(path)).map(({ text }) => text);
}

/** Every text and number of a JSON text with the names that lead to it; none of what is not JSON. */
function leavesOf(text: string | null): Leaf[] {
  if (text === null) return [];
  const leaves: Leaf[] = [];
  const walk = (value: unknown, path: string, depth: number): void => {
    if (leaves.length >= LEAVES_MAX || depth > DEPTH_MAX) return;
    if (typeof value === 'string' || typeof value === 'number') leaves.push({ path, text: String(value) });
    else if (Array.isArray(value)) for (const item of value) walk(item, path, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) walk(part, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  };
  try {
    walk(JSON.parse(text), '', 0);
  } catch {
    // Plain text has no names to go by.
  }
  return leaves;
}
