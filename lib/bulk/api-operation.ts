import { toApiAmount } from '#lib/core/money.ts';
import type { BulkOperation } from './bulk-contract.ts';

/** Gives an operation as the API answers it: amounts with at least two decimals, and nothing that is for screens alone. */
export function toApiOperation(operation: BulkOperation) {
  const { act, id, state, kinds, total, done, counts, skippedBy, parts, reason, referenceNumber, brokenReason } =
    operation;
  const { createdBy, createdAt, startedAt, finishedAt, undoableUntil, undoneBy } = operation;
  return {
    id,
    act,
    target: operation.act === 'status' ? operation.target : null,
    undoes: operation.act === 'undo' ? operation.undoes : null,
    state,
    kinds,
    total,
    done,
    counts,
    skippedBy,
    parts: parts.map((part) => ({
      ...part,
      amounts: part.amounts.map(({ amount, ...rest }) => ({ ...rest, amount: toApiAmount(amount) })),
    })),
    reason,
    referenceNumber,
    brokenReason,
    createdBy: { type: createdBy.type, name: createdBy.name },
    createdAt,
    startedAt,
    finishedAt,
    undoableUntil,
    undoneBy,
  };
}
