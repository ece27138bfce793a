import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { UnfinishedDocument } from '../facts.ts';
import { finding, type Rule } from './rule.ts';

const STATE: Record<UnfinishedDocument['state'], string> = {
  unknown: 'which nobody has sent',
  excluded: 'which is excluded',
  failed: 'which failed',
  pending: 'which is pending itself',
};

/** A payment of a document that is not in the ledger; one that is synced first makes room for it. */
export const paymentOrder: Rule = ({ record }) => {
  const [worst] = record.unfinished.toSorted((a, b) => weight(b) - weight(a));
  if (worst === undefined) return [];
  const isHopeless = worst.state !== 'pending' || worst.willFail;
  const state = worst.state === 'pending' && worst.willFail ? 'which will fail itself' : STATE[worst.state];
  const others = record.unfinished.length - 1;
  const more = others === 0 ? '' : `, and ${others} more`;
  return [
    finding('payment_order', isHopeless ? 'will_fail' : 'may_fail', {
      cause: 'unsynced_dependency',
      about: { type: 'document', name: worst.name },
      words: `It pays ${KIND_LABEL[worst.kind].one.toLowerCase()} ${worst.name}, ${state}${more}.`,
      remedy: isHopeless
        ? 'Put that document right first; the payment follows it.'
        : 'Nothing, if documents are synced before their payments.',
    }),
  ];
};

function weight({ state, willFail }: UnfinishedDocument): number {
  return state === 'pending' && !willFail ? 0 : 1;
}
