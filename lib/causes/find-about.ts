import { type AboutType, type Cause, causeFacts } from './causes.ts';
import type { About, Failure } from './diagnose.ts';
import type { ReadError } from './reading/error-part.ts';
import { decodeText } from './reading/plain-text.ts';

const NAMES_MAX = 160;
const THING =
  '(vendor|supplier|customer|client|contact|payee|employee|account|tax ?type|tax ?code|tax ?rate|item|product|sku|tracking category|tracking option|class|location|department|currency|invoice|bill|payment|document|order)';
const TYPE_OF: Readonly<Record<string, AboutType>> = {
  vendor: 'vendor',
  supplier: 'vendor',
  payee: 'vendor',
  employee: 'vendor',
  customer: 'customer',
  client: 'customer',
  contact: 'contact',
  account: 'account',
  taxtype: 'tax_code',
  taxcode: 'tax_code',
  taxrate: 'tax_code',
  item: 'item',
  product: 'item',
  sku: 'item',
  trackingcategory: 'tracking',
  trackingoption: 'tracking',
  class: 'tracking',
  location: 'tracking',
  department: 'tracking',
  currency: 'currency',
  invoice: 'document',
  bill: 'document',
  payment: 'document',
  document: 'document',
  order: 'document',
};
/** `Account code '200'`, `vendor "Acme Corp"`, `contact with name 'x'`: what a message names between quotes. */
const QUOTED = new RegExp(`\\b${THING}s?\\b[^'"\\n.;]{0,24}(?:'([^'\\n]{1,160})'(?![a-z])|"([^"\\n]{1,160})")`, 'gi');
/** `The contact name Acme Retail is already assigned`: a name without quotes, between its kind and a verb. */
const BARE = new RegExp(
  `\\b${THING} (?:name|named|code|#|number|element id)? ?[:#]? ?([A-Z0-9][\\w&.,'/() -]{0,80}?) (?:is|was|has|does|did|already|not|cannot|could|must)\\b`,
  'gi',
);
const ELEMENT_ID =
  /\b(Accounts?|Names?|Items?|Klass(?:es)?|Depts?|TaxCodes?|Customers?|Vendors?) element id (\w{1,40})/i;
const ID = /(?:: ?Id=|TxnId=|with (?:the )?id[ =:]{1,3}|\bId[ :=]{1,2})'?([0-9][\w-]{0,60}|[0-9a-f]{8}-[0-9a-f-]{27})/i;
const DOC_NUMBER =
  /DocNumber=([\w-]{1,60})|(?:invoice|bill|document) (?:number|no\.?|#) ?:? ?'?([A-Z0-9][\w-]{0,40}\d)/i;
const CURRENCY = /\b(?:currency(?: code)?|value|moneda|devise|w[äa]hrung)[ :]{1,2}["']?([A-Z]{3})\b/;
const LOCK_DATE =
  /(?:lock(?:ed)? date|clos(?:ing|ed) date|set at|before|prior to)[^0-9A-Z<]{0,40}(\d{1,2}[-/ ][A-Za-z]{3,9}[-/ ]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4})/i;
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
  if (usual === 'currency') return { type: usual, name: CURRENCY.exec(text)?.[1] ?? null, id: null };
  if (usual === 'period') return { type: usual, name: LOCK_DATE.exec(text)?.[1] ?? null, id: null };
  if (usual === 'plan' || usual === 'user') return { type: usual, name: null, id: null };
  const named = namedThings(text);
  const fitting =
    named.find(({ type }) => fits(type, usual)) ??
    (usual === null || usual === 'account'
      ? named.find(({ type }) => type === 'vendor' || type === 'customer' || type === 'contact')
      : undefined) ??
    (usual === null ? named[0] : undefined);
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

function fits(found: AboutType, usual: AboutType | null): boolean {
  const isParty = (type: AboutType | null): boolean => type === 'contact' || type === 'vendor' || type === 'customer';
  return found === usual || (isParty(found) && isParty(usual));
}

/** Without quotes only capitals and digits tell a name from the rest of the sentence. */
function isName(text: string): boolean {
  const words = text.trim().split(/\s/);
  const isNamed = words.every((word) => /^[A-Z0-9&(]/.test(word) || /^(?:of|and|the|de|la|du|van|von|der)$/.test(word));
  return (
    isNamed &&
    /^[A-Z0-9]/.test(text) &&
    !/^(?:Method|Payment|Type|Code|Number|Name|Date|Id|ID|Ref|Is|The)$/.test(text.trim())
  );
}

function namedThings(text: string): { type: AboutType; name: string }[] {
  const things: { type: AboutType; name: string }[] = [];
  for (const pattern of [QUOTED, BARE]) {
    for (const [, thing = '', single, double] of text.matchAll(pattern)) {
      if (pattern === BARE && !isName(single ?? '')) continue;
      const type = TYPE_OF[thing.toLowerCase().replace(/ /g, '')];
      const name = (single ?? double ?? '').trim();
      if (type !== undefined && name !== '' && !/^(?:x+|xyz|<.*>|\{.*\})$/i.test(name))
        things.push({ type, name: name.slice(0, NAMES_MAX) });
    }
  }
  return things;
}
