/** More of one message than this tells nothing further of its cause, and bounds what the rules may cost. */
export const LINE_MAX = 1500;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', rsquo: "'" };

/** Most texts have none of the characters that the dear replacements below are for. */
const UNUSUAL = /[^\t\n\r -_a-~]/;
const MAY_CONTRACT = /'t\b|can not\b|\b(?:ca|wo|is|are|was|were|do|does|did|has|have|had|could|would|should|must)nt\b/;
const MAY_RESPELL =
  /quick book|o auth|e-mail|multi[- ]curren|sub-|un-archive|re-[ac]|[nrl]is[eia]|cancelled|cheque|centre/;

/** Turns what encoders left in a text into the characters they stand for: HTML entities, \uXXXX, odd quotes and dashes. */
export function decodeText(text: string): string {
  let decoded = text;
  if (decoded.includes('&')) decoded = decodeEntities(decodeEntities(decoded));
  if (decoded.includes('\\')) {
    decoded = decoded
      .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\[rnt]/g, ' ');
  }
  if (decoded.includes('%')) {
    decoded = decoded.replace(/%([2-7][0-9a-fA-F])/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  if (!UNUSUAL.test(decoded)) return decoded;
  return decoded
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4\u0060]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '');
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-fA-F]{1,5})|([a-zA-Z]{2,6}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** A name between quotes, after a word that announces one: what it says is a name and no evidence. */
const QUOTED_NAME =
  /\b(code|name|named|called|account|vendor|supplier|customer|contact|client|item|product|category|option|rate|tax|number|type|class|location|department|invoice|bill|payee|employee|project|id)( ?[:#]? ?)(?:'[^'\n]{1,80}'|"[^"\n]{1,80}")(?=[\s.,;:)!?]|$)/gi;

/** What an address asks for, unless that tells an error, and a query in a ledger's own language: both only name things. */
const ADDRESS_QUERY =
  /(https?:\/\/[^\s?"'<>]{1,200})\?(?![^\s"]{0,300}(?:error|message|reason|problem))[^\s"]{0,600}/gi;
const SELECT_QUERY =
  /\b(?:(?:select|SELECT|Select)[\s+]{1,3}(?:\*|(?:count|COUNT)\(\*\))|SELECT[\s+]{1,3}[\w.]{1,40}(?:,[\s+]{0,2}[\w.]{1,40}){0,12})[\s+]{1,3}(?:from|FROM|From)[\s+]{1,3}[A-Za-z]{2,30}(?:[\s+]{1,3}(?:where|and|WHERE|AND|Where|And)[\s+]{1,3}[\w.]{1,40}[\s+]{0,3}(?:[=<>]{1,2}|like|in|LIKE|IN)[\s+]{0,3}[^\s"]{1,80}){0,4}/g;
/** What a program notes behind its sentence for whoever reads its log: `… failed. invoiceId=31 customerId=9`. */
const NOTED_IDS =
  /(?<=[.!)])(?:[\s,;|([{]{1,3}[a-zA-Z_]{0,28}[iI][dD]\s?=\s?["']?[\w-]{1,40}["']?){1,6}[\s)\]}.]{0,4}$/;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan'?t\b|\bcan not\b/g, 'cannot'],
  [/\bwon'?t\b/g, 'will not'],
  [/\b(is|are|was|were|do|does|did|has|have|had|could|would|should|must)n'?t\b/g, '$1 not'],
];

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/quick books?/g, 'quickbooks'],
  [/o auth/g, 'oauth'],
  [/\be-mail/g, 'email'],
  [/multi[- ]curren/g, 'multicurren'],
  [/sub-(customer|client)/g, 'sub$1'],
  [/un-archive/g, 'unarchive'],
  [/re-(auth|connect)/g, 're$1'],
  [/(organi|authori|recogni|finali|initiali|categori|synchroni|utili)s(e|i|at)/g, '$1z$2'],
  [/cancelled/g, 'canceled'],
  [/cheque/g, 'check'],
  [/centre/g, 'center'],
];

/**
 * Brings a message into the one form that rules are written against: lower case, no accents, one space, identifiers as
 * words (`CustomerRef` and `invalid_grant` become `customer ref` and `invalid grant`), no contractions, American z.
 */
export function normalise(text: string): string {
  const words = withoutQueries(text.slice(0, LINE_MAX))
    .replace(QUOTED_NAME, '$1$2"x"')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/\b([A-Z]{2,8})([A-Z][a-z]{2})/g, '$1 $2')
    .replace(/(\d)\.(?=\d)/g, '$1,')
    .replace(/(\w)\.(?=[a-z])/g, '$1 ')
    .replace(/[_\s]+/g, ' ');
  const lower = (UNUSUAL.test(words) ? words.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : words).toLowerCase();
  // A message that is one code and nothing more (`invalid-user-role`) is read as the words it is made of.
  let plain = /^[a-z]{2,20}(?:-[a-z]{2,20}){1,8}$/.test(lower) ? lower.replaceAll('-', ' ') : lower;
  if (MAY_CONTRACT.test(plain)) for (const [from, to] of CONTRACTIONS) plain = plain.replace(from, to);
  if (MAY_RESPELL.test(plain)) for (const [from, to] of SPELLINGS) plain = plain.replace(from, to);
  return plain.trim();
}

function withoutQueries(text: string): string {
  const told = text.includes('://') ? text.replace(ADDRESS_QUERY, '$1') : text;
  const said = told.includes('=') ? told.replace(NOTED_IDS, '') : told;
  return /select[\s+]/i.test(said) ? said.replace(SELECT_QUERY, 'a query') : said;
}
