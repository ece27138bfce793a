import { Prisma } from '#lib/db/generated/client.ts';
import { COMPLETE, FAILED, PENDING } from '#lib/records/record-state.ts';
import { decideMove, type Move, type MoveRequest, type Standing } from '#lib/records/status-moves.ts';
import { movedColumns } from './former-columns.ts';

/** When a batch changes its records; the column keeps milliseconds. */
const AT = Prisma.sql`now()::timestamptz(3)`;

/**
 * Gives the expression over `sync_record r` beside its `lease h` that says what a move does to a record. It is made from
 * the table of moves itself: each standing that the table tells apart is asked once.
 */
export function verdictSql(request: MoveRequest): Prisma.Sql {
  const reference = request.act === 'status' ? request.referenceNumber : null;
  const cases = standings(reference).map(([condition, standing]) => {
    const free = decideMove(standing, request);
    const isLeftAlone = decideMove({ ...standing, isHeld: true }, request) === 'held';
    // Start has asked for the reason; where it is missing nevertheless, the move is not made.
    const result = Prisma.raw(`'${free === 'needs_reason' ? 'not_allowed' : free}'`);
    return Prisma.sql`WHEN ${condition} THEN ${isLeftAlone ? unlessHeld(result) : result}`;
  });
  return Prisma.sql`CASE ${Prisma.join(cases, ' ')} END`;
}

/** Gives the result, or that a job holds the record if its `lease h` is there; one that has run out holds until it is swept. */
export function unlessHeld(result: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN h.record_id IS NULL THEN ${result} ELSE 'held' END`;
}

/** Gives what a move sets in `sync_record r`: the same as `applyMove`, which a test holds it against. */
export function setSql(move: Move, by: string | null, reason: string | null): Prisma.Sql {
  switch (move.act) {
    case 'exclude':
      return Prisma.sql`excluded_at = ${AT}, excluded_reason = ${reason}, excluded_by = ${by}::uuid`;
    case 'include':
      return Prisma.sql`excluded_at = NULL, excluded_reason = NULL, excluded_by = NULL`;
    case 'status':
      return move.referenceNumber === null
        ? statusSql(move.target, by, reason, null)
        : Prisma.sql`${statusSql(move.target, by, reason, BY_JOB)}, ${referenceSql(move.referenceNumber)}`;
    default:
      return move satisfies never;
  }
}

/** Gives what an undo sets in `sync_record r`, from the item that it was joined with. */
export function restoreSql(): Prisma.Sql {
  // What was frozen before there was doubt says nothing of it.
  const former = (column: string) =>
    column === 'is_in_doubt' ? 'coalesce(l.former_is_in_doubt, false)' : `l.former_${column}`;
  return movedColumns((column) => `${column} = ${former(column)}`);
}

const BY_JOB = Prisma.sql`r.sync_status = 1 AND NOT r.is_by_hand`;
const SOME_TIME = '1970-01-01T00:00:00.000Z';

function standings(reference: string | null): [Prisma.Sql, Standing][] {
  const none: Standing = {
    syncStatus: PENDING,
    isByHand: false,
    isTriedAfterClosing: false,
    isInDoubt: false,
    referenceNumber: null,
    syncedAt: null,
    isVoid: false,
    excludedAt: null,
  };
  const isSame = Prisma.sql`r.reference_number = ${reference}`;
  const inLedger = Prisma.sql`(r.synced_at IS NOT NULL OR r.reference_number IS NOT NULL)`;
  const byHand = { ...none, syncStatus: COMPLETE, isByHand: true };
  const byJob = { ...none, syncStatus: COMPLETE, syncedAt: SOME_TIME };
  const same: [Prisma.Sql, Standing][] =
    reference === null
      ? []
      : [
          [Prisma.sql`${BY_JOB} AND ${isSame}`, { ...byJob, referenceNumber: reference }],
          [
            Prisma.sql`r.sync_status = 1 AND r.is_by_hand AND ${isSame} AND NOT r.is_tried_after_closing`,
            { ...byHand, referenceNumber: reference },
          ],
        ];
  return [
    [Prisma.sql`r.excluded_at IS NOT NULL AND r.is_void`, { ...none, isVoid: true, excludedAt: SOME_TIME }],
    [Prisma.sql`r.excluded_at IS NOT NULL`, { ...none, excludedAt: SOME_TIME }],
    ...same,
    [BY_JOB, byJob],
    [Prisma.sql`r.sync_status = 1 AND r.is_tried_after_closing`, { ...byHand, isTriedAfterClosing: true }],
    [Prisma.sql`r.sync_status = 1`, byHand],
    [Prisma.sql`r.is_in_doubt AND ${inLedger}`, { ...none, isInDoubt: true, syncedAt: SOME_TIME }],
    [Prisma.sql`r.is_in_doubt`, { ...none, isInDoubt: true }],
    [Prisma.sql`r.sync_status = 0 AND ${inLedger}`, { ...none, syncedAt: SOME_TIME }],
    [Prisma.sql`r.sync_status = 0`, none],
    [Prisma.sql`r.sync_status = 2 AND ${inLedger}`, { ...none, syncStatus: FAILED, syncedAt: SOME_TIME }],
    [Prisma.sql`r.sync_status = 2`, { ...none, syncStatus: FAILED }],
  ];
}

/** `kept`: a condition under which the status, and all that belongs to it, stays as it is. */
function statusSql(target: number, by: string | null, reason: string | null, kept: Prisma.Sql | null): Prisma.Sql {
  const set = (column: string, value: Prisma.Sql) => {
    const name = Prisma.raw(column);
    if (kept === null) return Prisma.sql`${name} = ${value}`;
    return Prisma.sql`${name} = CASE WHEN ${kept} THEN r.${name} ELSE ${value} END`;
  };
  return Prisma.join([
    set('sync_status', Prisma.raw(`${target}::smallint`)),
    // A fresh attempt of what is pending already keeps its age.
    ...(target === PENDING
      ? [set('pending_since', Prisma.sql`CASE WHEN r.sync_status = 0 THEN r.pending_since ELSE ${AT} END`)]
      : []),
    set('sync_date', Prisma.sql`greatest(${AT}, r.last_attempt_at)`),
    set('status_set_by', Prisma.sql`${by}::uuid`),
    set('status_set_at', AT),
    set('status_reason', Prisma.sql`${reason}::text`),
    set('is_by_hand', Prisma.raw(String(target === COMPLETE))),
    set('is_tried_after_closing', Prisma.raw('false')),
    set('is_in_doubt', Prisma.raw('false')),
  ]);
}

function referenceSql(reference: string): Prisma.Sql {
  const isNew = Prisma.sql`r.reference_number IS DISTINCT FROM ${reference}`;
  return Prisma.sql`reference_number = ${reference},
    is_reference_by_hand = CASE WHEN ${isNew} THEN true ELSE r.is_reference_by_hand END,
    has_two_references = r.has_two_references OR (${isNew} AND r.reference_number IS NOT NULL AND NOT r.is_reference_by_hand)`;
}
