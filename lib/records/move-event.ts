import type { AuditAction } from '#lib/audit/actions.ts';
import { statusOfNumber } from './kinds.ts';
import type { RecordState } from './record-state.ts';

export type MoveEvent = { action: AuditAction; before: Record<string, unknown>; after: Record<string, unknown> };

/** Gives what the audit log says of a record that a person moved, excluded or included, or that an undo put back. */
export function moveEvent(before: RecordState, after: RecordState): MoveEvent {
  if ((before.excludedAt === null) !== (after.excludedAt === null)) {
    const action = after.excludedAt === null ? 'record.included' : 'record.excluded';
    return { action, before: { excludedAt: before.excludedAt }, after: { excludedAt: after.excludedAt } };
  }
  const isReferenced = before.referenceNumber !== after.referenceNumber;
  return {
    action: 'record.status_changed',
    before: standing(before, isReferenced),
    after: standing(after, isReferenced),
  };
}

function standing(state: RecordState, isReferenced: boolean): Record<string, unknown> {
  const { syncStatus, isByHand, referenceNumber } = state;
  return { syncStatus: statusOfNumber(syncStatus), isByHand, ...(isReferenced ? { referenceNumber } : {}) };
}
