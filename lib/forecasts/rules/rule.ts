import { LIST_WORDS, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { Basis, Place, RecordFacts } from '../facts.ts';
import type { ForecastFinding, ForecastGap, ForecastReason, ForecastRule } from '../forecast-contract.ts';

/** A record with the company that it is for; null where that is not known. */
export type Judged = { record: RecordFacts; place: Place | null; basis: Basis };

/**
 * One rule: what speaks against a record, and what of it could not be looked at. It gives nothing where it looked and
 * found nothing wrong. To add one: a file here, its name in `FORECAST_RULES`, its place in rules.ts, a test both ways.
 */
export type Rule = (judged: Judged) => ForecastReason[];

/** What a rule finds, without what is the same of all its findings. */
type Found = Omit<ForecastFinding, 'rule' | 'certainty'>;

/** Gives what speaks against a record for certain, or perhaps. */
export function finding(rule: ForecastRule, certainty: ForecastFinding['certainty'], found: Found): ForecastFinding {
  return { rule, certainty, ...found };
}

/** Gives what could not be looked at. */
export function gap(rule: ForecastRule, words: string): ForecastGap {
  return { rule, certainty: 'not_known', words };
}

/** Says why a list can't be gone by for certain; nothing where it was read lately. */
export function listGap(rule: ForecastRule, place: Place, type: ListType): ForecastGap[] {
  const list = place.lists[type];
  const many = LIST_WORDS[type].many.toLowerCase();
  if (list?.readAt == null) return [gap(rule, `The ${many} of ${place.companyName} were never read.`)];
  if (list.isRecent) return [];
  return [gap(rule, `The ${many} of ${place.companyName} were not read for more than a day.`)];
}

/** Says whether a list was read at least once, so that what is in it can be told. */
export function isRead(place: Place, type: ListType): boolean {
  return place.lists[type]?.readAt != null;
}

/** The ledger's name, as people call it. */
export function ledgerName(place: Place): string {
  return LEDGER_WORDS[place.ledger].name;
}
