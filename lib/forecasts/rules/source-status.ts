import { waitWords } from '#lib/claims/claim-contract.ts';
import { syncabilityOf, syncableStatuses } from '#lib/sources/source-settings.ts';
import { finding, type Rule } from './rule.ts';

/** A document whose own state in the source system is none that is synced. */
export const sourceStatus: Rule = ({ record, basis }) => {
  const { kind, source, sourceStatus: status } = record;
  const meaning = syncabilityOf(kind, status, source.settings);
  if (meaning === 'syncable') return [];
  const isNamed = status !== null && status.trim() !== '';
  // A source that sends no state says nothing of it; where jobs take records from Tieout, they get none without it.
  if (!isNamed && !basis.hasClaims) return [];
  const needed = syncableStatuses(kind, source.settings);
  const wait = { reason: 'source_status', kind, sourceStatus: status, isVoid: meaning === 'void', needed } as const;
  return [
    finding('source_status', isNamed ? 'will_fail' : 'may_fail', {
      cause: 'source_not_syncable',
      about: { type: 'document', name: record.number ?? '' },
      words: `${waitWords(wait, String)} in ${source.name}.`,
      remedy: `Move it on in ${source.name}, or have an admin say in the settings that this status is synced.`,
    }),
  ];
};
