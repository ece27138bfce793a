import { type AboutType, type Cause, causeFacts } from './causes.ts';
import type { About, Failure } from './diagnose.ts';
import type { ReadError } from './reading/error-part.ts';
import { decodeText } from './reading/plain-text.ts';

const NAMES_MAX = 160;
/** In a longer text capitals tell a name from the rest no more. */
const SENTENCE_MAX = 600;
const NAMED_ALONE: ReadonlySet<AboutType> = new Set([
  'vendor',
  'customer',
  'contact',
  'account',
  'tax_code',
  'item',
  'tracking',
]);
const TYPE_OF: Readonly<Record<string, AboutType>> = {
  vendor: 'vendor',
  supplier: 'vendor',
  payee: 'vendor',
  employee: 'vendor',
  carrier: 'vendor',
  creditor: 'vendor',
  merchant: 'vendor',
  customer: 'customer',
  client: 'customer',
  payer: 'customer',
  debtor: 'customer',
  contact: 'contact',
  account: 'account',
  'gl code': 'account',
  'nominal code': 'account',
  category: 'account',
  taxtype: 'tax_code',
  'tax type': 'tax_code',
  taxcode: 'tax_code',
  'tax code': 'tax_code',
  taxrate: 'tax_code',
  'tax rate': 'tax_code',
  'tax mapping': 'tax_code',
  'tax item': 'tax_code',
  item: 'item',
  product: 'item',
  service: 'item',
  sku: 'item',
  'charge code': 'item',
  'charge type': 'item',
  'tracking category': 'tracking',
  'tracking option': 'tracking',
  'tracking name': 'tracking',
  class: 'tracking',
  location: 'tracking',
  department: 'tracking',
  project: 'tracking',
  option: 'tracking',
  currency: 'currency',
  invoice: 'document',
  bill: 'document',
  payment: 'document',
  document: 'document',
  order: 'document',
  quote: 'document',
  estimate: 'document',
  'credit note': 'document',
  reference: 'document',
};
const THING = `(${Object.keys(TYPE_OF)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
/** What stands between quotes; an apostrophe within a word closes none. */
const QUOTED = /(?<![a-z0-9])'([^'\n]{1,160}(?:'[a-z][^'\n]{0,80})?)'(?![a-z])|"([^"\n]{1,160})"/gi;
const THINGS = new RegExp(`\\b${THING}s?\\b`, 'gi');
/** How far before a quote its kind may stand: `Account code '200'`, `vendor is mapped to carrier 'Blue Line'`. */
const BEFORE_QUOTE = 44;
const QUOTED_MAX = 120;
const NO_NAME =
  /^(?:x+|xyz|<.{0,80}>|\{.{0,80}\}|(?:GET|POST|PUT|DELETE) .{0,160}|.{0,80}:\/\/.{0,160}|resulted in.{0,40}|[A-Z][A-Za-z]{1,30}(?:Ref|Id|ID))$|\b(?:is|was|does|must|not|cannot|exception|error|invalid_grant)\b/i;
/** `The contact name Acme Retail is already assigned`: a name without quotes, between its kind and a verb or a stop. */
const BARE = new RegExp(
  `\\b${THING} (?:with )?(?:name|named|code|#|number|id|element id)? ?[:#]? ?([A-Z0-9][\\w&.,'/() -]{0,80}?)(?: (?:is|isn't|was|has|does|did|already|not|cannot|can't|could|must|to|in)\\b|[:;,]|\\. |\\.?$)`,
  'gim',
);
/** `Vendor not found: ACME LLC`, `Invalid item: Fuel Surcharge` */
const AFTER_COLON = new RegExp(
  `\\b${THING} ?(?:not (?:found|mapped|set up))?: ([A-Z0-9][\\w&' /()-]{1,80}?)(?:[.;,:]|$)`,
  'gim',
);
const ELEMENT_ID =
  /\b(Accounts?|Names?|Items?|Klass(?:es)?|Depts?|TaxCodes?|Customers?|Vendors?) element id (\w{1,40})/i;
const ID = /(?:: ?Id=|TxnId=|with (?:the )?id[ =:]{1,3}|\bId[ :=]{1,2})'?([0-9][\w-]{0,60}|[0-9a-f]{8}-[0-9a-f-]{27})/i;
const DOC_NUMBER =
  /DocNumber[= ]([\w-]{0,40}\d[\w-]{0,20}|x{2,8})|(?:invoice|bill|document|quote|estimate|order|credit note|payment|check|ref(?:erence)?)(?: with)?(?: ?(?:number|num|no\.?|#))? ?:? ?['"]?([A-Z]{1,8}-?\d[\w-]{0,40}|\d[\w-]{0,40})/i;
const CURRENCY = /\b(?:currency(?: code)?|value|moneda|devise|w[äa]hrung)[ :]{1,2}["']?([A-Z]{3})\b/;
/** The currencies that messages name without the word. */
const CURRENCY_CODE =
  /\b(USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|CNY|HKD|SGD|INR|PKR|ZAR|SEK|NOK|DKK|PLN|CZK|HUF|RON|UAH|TRY|ILS|AED|SAR|MXN|BRL|THB|MYR|PHP|IDR|KES|NGN)\b/;
const LOCK_DATE =
  /(?:lock(?:ed)? date|clos(?:ing|ed) date|set at|before|prior to|through|up to|until)[^0-9<]{0,40}(\d{1,2}[-/ ][A-Za-z]{3,9}[-/ ]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4})/i;
const ELEMENT_TYPES: Readonly<Record<string, AboutType>> = {
  a: 'account',
  n: 'contact',
  i: 'item',
  k: 'tracking',
  d: 'tracking',
  t: 'tax_code',
  c: 'customer',
  v: 'vendor',
};

/** Finds what a failure is about: its type by the cause and the words, its name or id as far as the message gives one. */
export function findAbout(cause: Cause, reading: ReadError, { kind }: Failure): About | null {
  const usual = ofKind(causeFacts(cause).about, kind);
  const text = decodeText(
    reading.parts
      .slice(0, 6)
      .map(({ message, detail }) => `${message} ${detail ?? ''}`)
      .join('\n'),
  ).slice(0, 3000);
  const element = ELEMENT_ID.exec(text);
  if (element !== null) {
    return {
      type: ELEMENT_TYPES[(element[1] ?? '').toLowerCase().charAt(0)] ?? usual ?? 'account',
      name: null,
      id: element[2] ?? null,
    };
  }
  const id = ID.exec(text)?.[1] ?? null;
  if (usual === 'currency')
    return { type: usual, name: (CURRENCY.exec(text) ?? CURRENCY_CODE.exec(text))?.[1] ?? null, id: null };
  if (usual === 'period') return { type: usual, name: LOCK_DATE.exec(text)?.[1] ?? null, id: null };
  if (usual === 'plan' || usual === 'user') return { type: usual, name: null, id: null };
  const named = namedThings(text, usual);
  const fitting =
    named.find(({ type }) => fits(type, usual)) ??
    (usual === null || usual === 'account' ? named.find(({ type }) => isParty(type) || type === 'item') : undefined) ??
    (cause === 'unsynced_dependency' ? named.find(({ type }) => isParty(type)) : undefined) ??
    (cause === 'inactive_reference' ? named[0] : undefined);
  if (fitting !== undefined) return { ...fitting, id };
  if (usual === 'document') {
    const number = DOC_NUMBER.exec(text);
    return { type: usual, name: number?.[1] ?? number?.[2] ?? null, id };
  }
  return usual === null ? null : { type: usual, name: null, id };
}

/** A bill's contact is a vendor, an invoice's a customer. */
function ofKind(type: AboutType | null, kind: string | null | undefined): AboutType | null {
  if (type !== 'contact' || !kind) return type;
  return kind.startsWith('bill') ? 'vendor' : 'customer';
}

function isParty(type: AboutType | null): boolean {
  return type === 'contact' || type === 'vendor' || type === 'customer';
}

function fits(found: AboutType, usual: AboutType | null): boolean {
  return found === usual || (isParty(found) && isParty(usual));
}

/** Without quotes only capitals and digits tell a name from the rest of the sentence. */
function isName(text: string): boolean {
  const words = text.trim().split(/\s/);
  const isNamed = words.every((word) => /^[A-Z0-9&(]/.test(word) || /^(?:of|and|the|de|la|du|van|von|der)$/.test(word));
  return (
    isNamed &&
    /^[A-Z0-9]/.test(text) &&
    !/ Support$/.test(text) &&
    !/^(?:Method|Payment|Term|Type|Code|Number|Name|Date|Id|ID|Ref|Is|The|Does|Not|Mapping|Amount|Sync|Error|Draft|No|Unknown|XXXX*|Selection|Wrong|Mismatch|Invalid|ErrorNumber|Category|Validation|Reference|Temporarily|Unavailable|IDs|Show|Requires|Support)\b/.test(
      text.trim(),
    )
  );
}

type Named = { type: AboutType; name: string };

function namedThings(text: string, usual: AboutType | null): Named[] {
  const things: Named[] = [];
  const alone: string[] = [];
  QUOTED.lastIndex = 0;
  for (let match = QUOTED.exec(text); match !== null; match = QUOTED.exec(text)) {
    const { 0: whole, 1: single, 2: double, index } = match;
    const name = (single ?? double ?? '').trim();
    if (name === '' || name.length > QUOTED_MAX || NO_NAME.test(name)) {
      // What quotes a sentence may quote a name within it.
      QUOTED.lastIndex = index + 1;
      continue;
    }
    if (/^ (?:button|field|page|tab|type)\b/.test(text.slice(index + whole.length))) continue;
    const before =
      text
        .slice(Math.max(0, index - BEFORE_QUOTE), index)
        .split(/[.;'"\n]/)
        .at(-1) ?? '';
    const thing = [...before.matchAll(THINGS)].at(-1);
    if (/\b(?:term|method|field|property|element|parameter)s? $/i.test(before)) continue;
    if (thing === undefined) alone.push(name);
    else add(things, thing[1] ?? '', name);
  }
  if (text.length <= SENTENCE_MAX) {
    for (const pattern of [BARE, AFTER_COLON])
      for (const [, thing = '', name = ''] of text.matchAll(pattern)) if (isName(name)) add(things, thing, name);
  }
  const [only] = alone;
  // A sentence that quotes one thing alone quotes what it is about.
  if (things.length === 0 && only !== undefined && alone.length === 1 && usual !== null && NAMED_ALONE.has(usual))
    things.push({ type: usual, name: only.slice(0, NAMES_MAX) });
  return things;
}

function add(things: Named[], thing: string, name: string): void {
  const type = TYPE_OF[thing.toLowerCase()];
  // `/vendor 400:` and `customer: 500 Internal Server Error` tell a status.
  if (type === undefined || (isParty(type) && /^[45]0\d\b/.test(name))) return;
  things.push({ type, name: name.trim().slice(0, NAMES_MAX) });
}
