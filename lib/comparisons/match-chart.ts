import type { ChartOutcome, ChartReason, ChartType } from './comparison-contract.ts';
import { foldName } from './fold-name.ts';

/** An entry of a source's chart, as the source sent it. */
export type ChartItem = {
  id: string;
  type: ChartType;
  code: string | null;
  name: string;
  details: Record<string, unknown>;
};

/** An entry of a ledger's list. */
export type LedgerEntry = {
  type: ChartType;
  key: string;
  code: string | null;
  name: string;
  isActive: boolean;
  isGone: boolean;
  details: Record<string, unknown>;
};

export type MatchedItem = { outcome: ChartOutcome; reasons: ChartReason[]; entry: LedgerEntry | null };

/** Words by which systems call the same kinds of account, each with one that both are brought to. */
const ACCOUNT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/receivable/, 'receivable'],
  [/payable/, 'payable'],
  [/credit ?card/, 'card'],
  [/bank/, 'bank'],
  [/cost|direct/, 'cost'],
  [/equity/, 'equity'],
  [/liab/, 'liability'],
  [/asset|inventory|prepayment|depreciat/, 'asset'],
  [/expense|overhead|wages/, 'expense'],
  [/income|revenue|sales/, 'income'],
];

/** Kinds that stand for a wider one: an expense account may be called a cost account in the other system. */
const WIDER: Record<string, string> = {
  cost: 'expense',
  bank: 'asset',
  receivable: 'asset',
  payable: 'liability',
  card: 'liability',
};

/** A ledger's lists, filed so that charts and the codes on lines can be looked up in them. */
export class LedgerIndex {
  readonly #byCode = new Map<string, LedgerEntry>();
  readonly #byName = new Map<string, LedgerEntry>();
  /** By the end of its path alone, since sources know no paths. */
  readonly #byEnd = new Map<string, LedgerEntry>();
  readonly #byKey = new Map<string, LedgerEntry>();
  readonly #optionsOf = new Map<string, LedgerEntry[]>();

  constructor(entries: readonly LedgerEntry[]) {
    // What is active is found before what is not, and that before what is gone.
    for (const entry of entries.toSorted((a, b) => standing(b) - standing(a))) {
      this.#byKey.set(`${entry.type} ${entry.key}`, entry);
      this.#byName.set(`${entry.type} ${foldName(entry.name)}`, entry);
      this.#byEnd.set(`${entry.type} ${foldName(lastPart(entry.name))}`, entry);
      if (entry.code !== null) this.#byCode.set(`${entry.type} ${codeKey(entry.code)}`, entry);
      const category = categoryOf(entry);
      if (category === null) continue;
      const options = this.#optionsOf.get(category);
      if (options === undefined) this.#optionsOf.set(category, [entry]);
      else options.push(entry);
      this.#byName.set(`tracking ${category}:${foldName(entry.name)}`, entry);
    }
  }

  /** Gives the entry that goes with an item of a source's chart: by its code, or else by its name. */
  matchItem(item: ChartItem): MatchedItem {
    if (item.type === 'tracking') return this.#matchCategory(item);
    const byCode = item.code === null ? undefined : this.#byCode.get(`${item.type} ${codeKey(item.code)}`);
    const folded = `${item.type} ${foldName(item.name)}`;
    const entry = byCode ?? this.#byName.get(folded) ?? this.#byEnd.get(folded);
    if (entry === undefined || entry.isGone) return { outcome: 'missing', reasons: [], entry: entry ?? null };
    const reasons: ChartReason[] = [];
    if (foldName(entry.name) !== foldName(item.name) && foldName(lastPart(entry.name)) !== foldName(item.name)) {
      reasons.push('name');
    }
    if (item.code !== null && entry.code !== null && codeKey(entry.code) !== codeKey(item.code)) reasons.push('code');
    if (item.type === 'account' && differInType(item.details.accountType, entry.details)) reasons.push('account_type');
    if (!entry.isActive) return { outcome: 'inactive', reasons, entry };
    return { outcome: reasons.length === 0 ? 'same' : 'differs', reasons, entry };
  }

  /** Gives what a line's code names: a code, a name, or the ledger's own id. */
  find(type: ChartType, code: string): LedgerEntry | null {
    const folded = foldName(code);
    const found =
      this.#byCode.get(`${type} ${codeKey(code)}`) ??
      this.#byKey.get(`${type} ${code.trim()}`) ??
      this.#byName.get(`${type} ${folded}`) ??
      this.#byEnd.get(`${type} ${folded}`);
    return found ?? null;
  }

  /**
   * Gives the option of a tracking category that a line names. Where the ledger has no such category the option is looked
   * for in all of them: QuickBooks knows classes and locations alone, whatever the source calls its own.
   */
  findOption(category: string, option: string): LedgerEntry | null {
    const folded = foldName(category);
    if (this.#optionsOf.has(folded)) return this.#byName.get(`tracking ${folded}:${foldName(option)}`) ?? null;
    return this.#byName.get(`tracking ${foldName(option)}`) ?? this.#byEnd.get(`tracking ${foldName(option)}`) ?? null;
  }

  /** A ledger knows options alone, each with the name of its category. */
  #matchCategory(item: ChartItem): MatchedItem {
    const options = this.#optionsOf.get(foldName(item.name))?.filter(({ isGone }) => !isGone) ?? [];
    const [first] = options;
    if (first === undefined) return { outcome: 'missing', reasons: [], entry: null };
    const entry: LedgerEntry = { ...first, name: categoryName(first) ?? first.name };
    if (options.every(({ isActive }) => !isActive)) return { outcome: 'inactive', reasons: [], entry };
    const active = new Set(options.filter(({ isActive }) => isActive).map(({ name }) => foldName(name)));
    const isWhole = optionsOf(item).every((name) => active.has(foldName(name)));
    return { outcome: isWhole ? 'same' : 'differs', reasons: isWhole ? [] : ['options'], entry };
  }
}

function standing({ isActive, isGone }: LedgerEntry): number {
  return isGone ? 2 : isActive ? 0 : 1;
}

/** `5100`, ` 5100 ` and `A-1` and `a-1` are the same code. */
function codeKey(code: string): string {
  return code.trim().toLowerCase();
}

/** QuickBooks names a sub-account by its whole path. */
function lastPart(name: string): string {
  return name.split(':').at(-1) ?? name;
}

function categoryName({ type, details }: LedgerEntry): string | null {
  return type === 'tracking' && typeof details.category === 'string' ? details.category : null;
}

function categoryOf(entry: LedgerEntry): string | null {
  const name = categoryName(entry);
  return name === null ? null : foldName(name);
}

function optionsOf({ details }: ChartItem): string[] {
  if (!Array.isArray(details.options)) return [];
  return details.options.flatMap((option: { name?: unknown; active?: unknown }) =>
    typeof option?.name === 'string' && option.active !== false ? [option.name] : [],
  );
}

/** Only where both are understood: each system has words of its own. */
function differInType(given: unknown, { type, class: kind }: Record<string, unknown>): boolean {
  const [ours, theirs] = [accountKind(given), accountKind(type) ?? accountKind(kind)];
  if (ours === null || theirs === null || ours === theirs) return false;
  return WIDER[ours] !== theirs && WIDER[theirs] !== ours;
}

function accountKind(words: unknown): string | null {
  if (typeof words !== 'string') return null;
  const plain = words.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return ACCOUNT_TYPES.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
