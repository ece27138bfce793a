import type { Kind } from '#lib/records/kinds.ts';
import { type SourceSettings, syncabilityOf, syncableStatuses } from '#lib/sources/source-settings.ts';
import type { Wait, WaitedFor } from './claim-contract.ts';

/** What decides whether a pending record is handed out. */
export type WaitFacts = {
  kind: Kind;
  sourceStatus: string | null;
  settings: SourceSettings;
  lease: { holder: string; until: string } | null;
  /** Of a payment: the documents it pays that are not Complete, in its own order. */
  unfinished: readonly WaitedFor[];
};

/** Says why a pending record is not handed out at this moment; null if the next claim may take it. Pure. */
export function waitOf({ kind, sourceStatus, settings, lease, unfinished }: WaitFacts): Wait | null {
  if (lease !== null) return { reason: 'held', ...lease };
  const meaning = syncabilityOf(kind, sourceStatus, settings);
  if (meaning !== 'syncable') {
    const needed = syncableStatuses(kind, settings);
    return { reason: 'source_status', kind, sourceStatus, isVoid: meaning === 'void', needed };
  }
  const [document, ...others] = unfinished;
  return document === undefined ? null : { reason: 'document', kind, document, others: others.length };
}
