import type { AboutType, Cause } from '#lib/causes/causes.ts';
import type { ChartType } from '#lib/comparisons/comparison-contract.ts';
import type { LineCode } from '../facts.ts';
import { finding, gap, isRead, type Judged, ledgerName, listGap, type Rule } from './rule.ts';

/** What is told of each list that lines name codes of. */
const WORDS: Record<ChartType, { one: string; cause: Cause; about: AboutType }> = {
  account: { one: 'account', cause: 'missing_account_mapping', about: 'account' },
  item: { one: 'item', cause: 'missing_item_mapping', about: 'item' },
  tax_code: { one: 'tax code', cause: 'missing_tax_mapping', about: 'tax_code' },
  tracking: { one: 'tracking option', cause: 'missing_tracking_mapping', about: 'tracking' },
};

/** Codes on lines that the ledger has not, has no more, or holds inactive: one rule for each of its lists. */
export function codesOf(type: ChartType): Rule {
  return (judged) => {
    const { record, place } = judged;
    if (place === null) return [];
    const named = record.codes.filter((code) => code.type === type);
    // A document whose lines are not known may name anything; an account is what every line has.
    if (type === 'account' && !record.hasLines && isDocument(judged)) {
      return [gap(type, 'Its lines were never sent, so its accounts, items and tax codes can’t be looked at.')];
    }
    if (named.length === 0) return [];
    if (!isRead(place, type)) return listGap(type, place, type);
    const found = named.flatMap((code) => judgeCode(judged, code));
    return found.length > 0 ? found : listGap(type, place, type);
  };
}

function isDocument({ record }: Judged): boolean {
  return record.kind === 'invoice' || record.kind === 'bill';
}

function judgeCode({ place }: Judged, { type, code, category }: LineCode) {
  if (place === null) return [];
  const { chart } = place.references;
  const entry = category === null ? chart.find(type, code) : chart.findOption(category, code);
  const { one, cause, about } = WORDS[type];
  const name = category === null ? code : `${category}: ${code}`;
  const ledger = ledgerName(place);
  if (entry?.isActive && !entry.isGone) return [];
  if (entry === null || entry.isGone) {
    const words =
      entry === null
        ? `A line names the ${one} “${name}”, which ${ledger} does not have.`
        : `A line names the ${one} “${name}”, which is no longer in ${ledger}.`;
    const remedy = `Add the ${one} in ${ledger}, or correct it in the source system or the sync job’s mapping.`;
    return [finding(type, 'will_fail', { cause, about: { type: about, name }, words, remedy })];
  }
  const words = `A line names the ${one} “${name}”, which is inactive in ${ledger}${entry.name === name ? '' : ` (${entry.name})`}.`;
  const remedy = `Make the ${one} active again in ${ledger}, or name another one in the source system.`;
  return [finding(type, 'will_fail', { cause: 'inactive_reference', about: { type: about, name }, words, remedy })];
}
