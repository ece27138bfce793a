import { KIND_LABEL } from '#lib/records/kinds.ts';
import { finding, type Rule } from './rule.ts';

/**
 * A number that another document of the same kind has in the ledger already. An invoice's is refused; two vendors may
 * number their bills alike, so that only one of the same vendor counts, and both ledgers take that with a warning at times.
 */
export const duplicateNumber: Rule = ({ record }) => {
  const { kind, holder, number } = record;
  if (holder === null || number === null || (kind !== 'invoice' && kind !== 'bill')) return [];
  const one = KIND_LABEL[kind].one.toLowerCase();
  const reference = holder.reference === null ? '' : ` (${holder.reference})`;
  return [
    finding('duplicate_number', kind === 'invoice' ? 'will_fail' : 'may_fail', {
      cause: 'duplicate_document',
      about: { type: 'document', name: number },
      words: `Another ${one} with the number ${number} is in the ledger already${reference}.`,
      remedy: 'See whether the two are the same document. If they are, set this one to Complete; if not, renumber one.',
    }),
  ];
};
