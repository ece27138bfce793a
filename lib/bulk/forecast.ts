import { COMPLETE } from '#lib/records/record-state.ts';
import { decideMove, isWrittenTwice, type MoveRequest } from '#lib/records/status-moves.ts';
import type { TenantSettings } from '#lib/tenants/tenant-settings.ts';
import type { BulkForecast, SkipReason } from './bulk-contract.ts';
import { moveOf, type StoredOperation } from './read-operation.ts';
import { countOf, type StoredPart, standingOf } from './stored-parts.ts';

/** Says what an operation would do to its frozen parts. Pure. */
export function forecastOf(operation: StoredOperation, settings: TenantSettings, mayOverride: boolean): BulkForecast {
  const total = operation.total ?? 0;
  const { parts } = operation;
  const move = moveOf(operation);
  const refused = new Map<SkipReason, number>();
  const refuse = (reason: SkipReason, count: number) => refused.set(reason, (refused.get(reason) ?? 0) + count);
  const forecast: BulkForecast = {
    changes: 0,
    unchanged: 0,
    refused: [],
    notFound: total - countOf(parts),
    isReasonRequired: false,
    isReferenceAllowed: isReferenceAllowed(operation),
    alreadyInLedger: 0,
    isForAdminsOnly: isForAdminsOnly(operation, settings) && !mayOverride,
  };
  for (const part of parts) {
    if (move === null) {
      if (part.isChanged) refuse('changed_meanwhile', part.count);
      else if (part.isHeld) refuse('held', part.count);
      else forecast.changes += part.count;
      continue;
    }
    const state = standingOf(part);
    const result = decideMove(state, { ...move, hasReason: false, mayOverride });
    switch (result) {
      case 'updated':
      case 'needs_reason':
        forecast.changes += part.count;
        forecast.isReasonRequired ||= result === 'needs_reason';
        if (isWrittenTwice(state, move)) forecast.alreadyInLedger += part.count;
        break;
      case 'unchanged':
        forecast.unchanged += part.count;
        break;
      default:
        refuse(result, part.count);
    }
  }
  return { ...forecast, refused: [...refused].map(([reason, count]) => ({ reason, count })) };
}

/** Says whether some record of the operation can't be moved without a reason. */
export function needsReason(parts: readonly StoredPart[], request: MoveRequest): boolean {
  return parts.some((part) => decideMove(standingOf(part), { ...request, hasReason: false }) === 'needs_reason');
}

/** A reference number is one document's: only a single record that becomes Complete can be given one. */
export function isReferenceAllowed({ act, target, total }: StoredOperation): boolean {
  return act === 'status' && target === COMPLETE && total === 1;
}

/** Says whether the tenant keeps this operation for admins: more than one record to Complete. */
export function isForAdminsOnly({ act, target, total }: StoredOperation, settings: TenantSettings): boolean {
  return settings.isBulkCompleteForAdmins && act === 'status' && target === COMPLETE && (total ?? 0) > 1;
}
