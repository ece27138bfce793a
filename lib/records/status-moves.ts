import { COMPLETE, FAILED, type Instant, isInLedger, PENDING, type RecordState } from './record-state.ts';

/** What somebody asks for: a status, with the ledger's number of a single record, or to leave records out or take them in. */
export type Move =
  | { act: 'status'; target: number; referenceNumber: string | null }
  | { act: 'exclude' }
  | { act: 'include' };

/** Who asks, and how. */
export type MoveRequest = Move & {
  hasReason: boolean;
  /** The actor has `record:override_status`: an admin. */
  mayOverride: boolean;
};

/** When the move is made, by whom (the id of a person or key; null if unknown) and why. */
export type MoveContext = { at: Instant; by: string | null; reason: string | null };

/** What a move does to one record: `updated` if it goes through, else why the record is left as it is. */
export type MoveResult =
  | 'updated'
  | 'unchanged'
  | 'needs_reason'
  | 'not_allowed'
  | 'excluded'
  | 'in_ledger'
  | 'void'
  | 'held';

/** What the table looks at. */
export type Standing = Pick<
  RecordState,
  | 'syncStatus'
  | 'isByHand'
  | 'isTriedAfterClosing'
  | 'isInDoubt'
  | 'referenceNumber'
  | 'syncedAt'
  | 'isVoid'
  | 'excludedAt'
> & {
  /** A sync job holds the record at this moment. */
  isHeld?: boolean;
};

type From = 'pending' | 'failed' | 'complete_by_hand' | 'complete_by_job';
type Rule = 'free' | 'reason' | 'admin_and_reason' | 'nothing_to_do';

/**
 * The one table of the moves that a person may make, from → to. lib/bulk/move-sql.ts says the same in SQL, and a test
 * holds the two against each other.
 */
export const MOVES: Record<From, Record<0 | 1 | 2, Rule>> = {
  pending: { 0: 'nothing_to_do', 1: 'reason', 2: 'reason' },
  failed: { 0: 'free', 1: 'reason', 2: 'nothing_to_do' },
  complete_by_hand: { 0: 'reason', 1: 'nothing_to_do', 2: 'reason' },
  complete_by_job: { 0: 'admin_and_reason', 1: 'nothing_to_do', 2: 'reason' },
};

/** Says what the move would do to a record in this standing. What a job holds is left alone until it has reported. */
export function decideMove(state: Standing, request: MoveRequest): MoveResult {
  const result = decideFree(state, request);
  return state.isHeld && (result === 'updated' || result === 'needs_reason') ? 'held' : result;
}

function decideFree(state: Standing, request: MoveRequest): MoveResult {
  switch (request.act) {
    case 'exclude':
      if (state.excludedAt !== null) return 'unchanged';
      // A document that the ledger holds can't be left out of what must tie.
      if (isInLedger(state)) return 'in_ledger';
      return request.hasReason ? 'updated' : 'needs_reason';
    case 'include':
      if (state.excludedAt === null) return 'unchanged';
      return state.isVoid ? 'void' : 'updated';
    case 'status':
      return decideStatus(state, request);
    default:
      return request satisfies never;
  }
}

/** Gives the record after a move that `decideMove` lets through. Its version is the caller's to raise. */
export function applyMove(state: RecordState, move: Move, context: MoveContext): RecordState {
  switch (move.act) {
    case 'exclude':
      return { ...state, excludedAt: context.at, excludedReason: context.reason, excludedBy: context.by };
    case 'include':
      return { ...state, excludedAt: null, excludedReason: null, excludedBy: null };
    case 'status': {
      const referenced = withReference(state, move.referenceNumber);
      // What a job completed stays its word; a person only adds the number.
      return isCompleteByJob(state) && move.target === COMPLETE ? referenced : withStatus(referenced, move, context);
    }
    default:
      return move satisfies never;
  }
}

/** What a move changes, and so what undoing it puts back. */
export const MOVED_FIELDS = [
  'syncStatus',
  'syncDate',
  'pendingSince',
  'statusSetBy',
  'statusSetAt',
  'statusReason',
  'isByHand',
  'isTriedAfterClosing',
  'isInDoubt',
  'referenceNumber',
  'isReferenceByHand',
  'hasTwoReferences',
  'excludedAt',
  'excludedReason',
  'excludedBy',
] as const satisfies readonly (keyof RecordState)[];
export type FormerState = Pick<RecordState, (typeof MOVED_FIELDS)[number]>;

/** Gives the record with its former state: for undoing a move that nothing came after. */
export function restoreFormer(state: RecordState, former: FormerState): RecordState {
  const fields = MOVED_FIELDS.map((field) => [field, former[field]]);
  return { ...state, ...(Object.fromEntries(fields) as FormerState) };
}

/** Says whether the move of a record in this standing brings a document to the next sync job that the ledger holds already. */
export function isWrittenTwice(state: Standing, move: Move): boolean {
  return move.act === 'status' && move.target === PENDING && isInLedger(state);
}

function decideStatus(state: Standing, request: MoveRequest & { act: 'status' }): MoveResult {
  if (state.excludedAt !== null) return 'excluded';
  const rule = ruleOf(state, request);
  if (rule === 'nothing_to_do') return 'unchanged';
  if (rule === 'admin_and_reason' && !request.mayOverride) return 'not_allowed';
  return rule === 'free' || request.hasReason ? 'updated' : 'needs_reason';
}

function ruleOf(state: Standing, { target, referenceNumber }: Move & { act: 'status' }): Rule {
  const isNewReference = referenceNumber !== null && referenceNumber !== state.referenceNumber;
  // Closing again what was tried again after closing says that somebody has looked at it.
  const isLookedAt = state.isByHand && state.isTriedAfterClosing;
  if (target === COMPLETE && state.syncStatus === COMPLETE && (isNewReference || isLookedAt)) return 'reason';
  // A fresh attempt: whoever says so has looked whether it is in the ledger.
  if (target === PENDING && state.syncStatus === PENDING && state.isInDoubt) return 'free';
  return MOVES[fromOf(state)][toTarget(target)];
}

function withReference(state: RecordState, reference: string | null): RecordState {
  if (reference === null || reference === state.referenceNumber) return state;
  const isAnother = state.referenceNumber !== null && !state.isReferenceByHand;
  return {
    ...state,
    referenceNumber: reference,
    isReferenceByHand: true,
    hasTwoReferences: state.hasTwoReferences || isAnother,
  };
}

function withStatus(state: RecordState, { target }: Move & { act: 'status' }, context: MoveContext): RecordState {
  const { at, by, reason } = context;
  return {
    ...state,
    syncStatus: target,
    pendingSince: target === PENDING && state.syncStatus !== PENDING ? at : state.pendingSince,
    syncDate: state.lastAttemptAt !== null && state.lastAttemptAt > at ? state.lastAttemptAt : at,
    statusSetBy: by,
    statusSetAt: at,
    statusReason: reason,
    isByHand: target === COMPLETE,
    isTriedAfterClosing: false,
    isInDoubt: false,
  };
}

function isCompleteByJob(state: Standing): boolean {
  return state.syncStatus === COMPLETE && !state.isByHand;
}

function fromOf(state: Standing): From {
  if (state.syncStatus === PENDING) return 'pending';
  if (state.syncStatus === FAILED) return 'failed';
  return state.isByHand ? 'complete_by_hand' : 'complete_by_job';
}

function toTarget(number: number): 0 | 1 | 2 {
  if (number === PENDING || number === COMPLETE || number === FAILED) return number;
  throw new RangeError(`No sync status has the number ${number}`);
}
