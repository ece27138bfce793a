import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { type Day, dayOf } from '#lib/core/dates.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { carryCare, readCare } from './carry-care.ts';
import { describeProblems } from './describe-problems.ts';
import { type Decision, nextState } from './next-state.ts';
import type { ProblemProof } from './problem-contract.ts';
import { type FigureChange, insertProblems, moveProblems, type OpenedProblem, updateFigures } from './problem-store.ts';
import { proveSolutions } from './prove-solutions.ts';
import { type Destination, forgetFormerKeys, readDestinations } from './read-destinations.ts';
import { readDone } from './read-done.ts';
import { type Found, placeKey, readFound } from './read-found.ts';
import { type KnownProblem, readKnown, readKnownKeys } from './read-known.ts';
import { readReturned } from './read-returned.ts';
import { readTrends } from './read-trends.ts';
import { insertSolutions, type NewSolution } from './solution-store.ts';

/** A tenant is gathered at most once in so long, and spends at most a tenth of its time on it. */
const REST_SECONDS = 5;
const REST_TIMES = 10;
const TIMEOUT_MS = 120_000;
/** So many of the problems that appeared at once, or that took one's records, are named in the audit log. */
const NAMED_MAX = 20;

/** What a look at the records came to. */
export type Gathered = { opened: number; moved: number; changed: number };

/**
 * Looks at all that is failed or put back, and brings the problems up to it: their figures, new ones, those that came back,
 * and those that are over, with what proves it. Done again it does nothing; who comes while another is at it leaves it to
 * that one. Everything is one transaction, so that a worker that is killed leaves nothing half done.
 */
export async function gatherProblems(ctx: Ctx, now = new Date()): Promise<Gathered | null> {
  requirePermission(ctx, 'problem:gather');
  const startedAt = performance.now();
  return ctx.transaction(
    async (tx) => {
      const stamp = await takeTurn(ctx, tx);
      if (stamp === null) return null;
      const { problems: found, unexplained } = await readFound(ctx, tx);
      const gathered = await bringUp(ctx, tx, found, now);
      const durationMs = Math.round(performance.now() - startedAt);
      const restSeconds = Math.max(REST_SECONDS, (durationMs * REST_TIMES) / 1000);
      await tx.$executeRaw`
        UPDATE problem_gathering
           SET stamp = ${stamp}, gathered_at = now(), duration_ms = ${durationMs}::int, unexplained = ${JSON.stringify(unexplained)}::jsonb,
               due_at = clock_timestamp() + make_interval(secs => ${restSeconds}::float8)
         WHERE tenant_id = ${ctx.tenantId}::uuid`;
      // An open page is told; whoever wrote nothing tells nobody, and wakes nobody.
      if (gathered.opened + gathered.moved + gathered.changed > 0) await notifyRecordsChanged(ctx, tx, KINDS);
      return gathered;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** Gives the stamp of what is about to be looked at, taken before: what is done meanwhile is for the next time. */
async function takeTurn({ tenantId }: Ctx, tx: TenantTx): Promise<string | null> {
  await tx.$executeRaw`INSERT INTO problem_gathering (tenant_id) VALUES (${tenantId}::uuid) ON CONFLICT DO NOTHING`;
  const [turn] = await tx.$queryRaw<{ stamp: string }[]>`
    SELECT problem_stamp(${tenantId}::uuid) AS stamp FROM problem_gathering
     WHERE tenant_id = ${tenantId}::uuid FOR UPDATE SKIP LOCKED`;
  return turn?.stamp ?? null;
}

async function bringUp(ctx: Ctx, tx: TenantTx, found: readonly Found[], now: Date): Promise<Gathered> {
  const today = dayOf(now, ctx.tenant.timeZone);
  const known = await readKnown(ctx, tx, found);
  const byPlace = new Map(found.map((one) => [placeKey(one), one]));
  const knownPlaces = new Set(known.map(placeKey));
  const fresh = found.filter((one) => !knownPlaces.has(placeKey(one)));
  const trends = await readTrends(ctx, tx, [...known, ...fresh], today);
  const trendOf = (one: { problemKey: string; connectionId: string | null }) => trends.get(placeKey(one)) ?? [];

  const opened = await insertProblems(ctx, tx, await describeProblems(ctx, tx, fresh), { trendOf, today });
  await recordAudit(ctx, tx, openedEntries(opened));
  const { problems: changes, moves } = await decideAll(ctx, tx, known, byPlace, today);
  const changed = await updateFigures(ctx, tx, changes, { trendOf, today });
  const moved = await moveAll(ctx, tx, moves, { byPlace, today });
  await forgetFormerKeys(ctx, tx);
  return { opened: opened.length, moved, changed };
}

/** `destinations`: of a solved one, where its records are now that its messages are told otherwise. */
type Move = {
  problem: KnownProblem;
  decision: NonNullable<Decision>;
  reopenedAt: string | null;
  destinations: readonly Destination[];
};

async function decideAll(
  ctx: Ctx,
  tx: TenantTx,
  known: readonly KnownProblem[],
  byPlace: ReadonlyMap<string, Found>,
  today: string,
): Promise<{ problems: FigureChange[]; moves: Move[] }> {
  const foundOf = (problem: KnownProblem) => byPlace.get(placeKey(problem)) ?? null;
  const failing = known.filter((one) => one.state === 'solved' && (foundOf(one)?.figures.failed ?? 0) > 0);
  const returned = await readReturned(ctx, tx, failing);
  const gone = known.filter((one) => one.state !== 'solved' && foundOf(one) === null);
  const knownKeys = await readKnownKeys(ctx, tx, gone);
  const destinations = await readDestinations(ctx, tx, gone);
  const moves = known.flatMap((problem): Move[] => {
    const isReturned = returned.get(problem.id)?.isReturned ?? false;
    const isKnown = knownKeys.has(problem.problemKey);
    const decision = nextState(problem, { found: foundOf(problem), isReturned, isKnown, today });
    // Where its records went is known next time.
    if (decision === null || destinations.get(problem.id) === null) return [];
    const reopenedAt = decision.action === 'problem.reopened' ? returned.get(problem.id)?.failingSince : null;
    return [
      {
        problem,
        decision,
        reopenedAt: reopenedAt?.toISOString() ?? null,
        destinations: destinations.get(problem.id) ?? [],
      },
    ];
  });
  return { problems: known.map((problem) => ({ problem, found: foundOf(problem) })), moves };
}

/** Moves what nobody else has moved meanwhile; what somebody has is looked at again next time. */
async function moveAll(
  ctx: Ctx,
  tx: TenantTx,
  moves: readonly Move[],
  { byPlace, today }: { byPlace: ReadonlyMap<string, Found>; today: Day },
): Promise<number> {
  const leaving = moves.filter(({ destinations }) => destinations.length > 0);
  // What is solved is no more muted or acknowledged, so it is read before.
  const cares = await readCare(
    ctx,
    tx,
    leaving.map(({ problem }) => problem.id),
  );
  const solving = moves.flatMap(({ problem, decision }) => (decision.state === 'solved' ? [problem] : []));
  const proofs = await proveSolutions(ctx, tx, solving);
  const moved = new Set(
    await moveProblems(
      ctx,
      tx,
      moves.map(({ problem: { id, version }, decision: { state, solvedHow = null }, reopenedAt }) => {
        return { id, version, state, solvedHow, solvedThrough: proofs.get(id)?.lastAttemptAt ?? null, reopenedAt };
      }),
    ),
  );
  const done = moves.filter(({ problem }) => moved.has(problem.id));
  const solutions: NewSolution[] = [];
  for (const { problem, decision } of done) {
    const proof = proofs.get(problem.id);
    if (proof === undefined || decision.solvedHow === undefined) continue;
    solutions.push({ problem, how: decision.solvedHow, note: null, proof, done: await readDone(ctx, tx, problem) });
  }
  await insertSolutions(ctx, tx, solutions);
  const carried = await carryCare(
    ctx,
    tx,
    done.flatMap(({ problem, destinations }) => {
      const care = cares.get(problem.id);
      return care === undefined ? [] : [{ care, destinations }];
    }),
    {
      byPlace,
      cameFrom: new Map(
        done.flatMap(({ problem: { id, groupedUnder } }) => (groupedUnder ? [[id, groupedUnder]] : [])),
      ),
      today,
    },
  );
  await recordAudit(
    ctx,
    tx,
    done.map(({ problem, decision, destinations }): AuditEntry => {
      const proof = proofs.get(problem.id);
      const proved = proof === undefined ? {} : { how: decision.solvedHow, ...countsOf(proof) };
      const moved =
        destinations.length === 0
          ? {}
          : { movedTo: destinations.slice(0, NAMED_MAX), isCareMoved: carried.has(problem.id) };
      return {
        action: decision.action,
        subject: { type: 'problem', id: problem.id },
        before: { state: problem.state },
        after: { state: decision.state, ...proved, ...moved },
      };
    }),
  );
  return done.length;
}

function countsOf({ completed, byHand, excluded, elsewhere }: ProblemProof) {
  return {
    completed: completed.records,
    byHand: byHand.records,
    excluded: excluded.records,
    elsewhere: elsewhere.records,
  };
}

/** Of one problem it is an event of its own; many at once, as at the first look at a business, are one that names the largest. */
function openedEntries(opened: readonly OpenedProblem[]): AuditEntry[] {
  if (opened.length <= 1) {
    return opened.map(({ id, ...after }) => ({ action: 'problem.opened', subject: { type: 'problem', id }, after }));
  }
  const largest = opened.toSorted((one, other) => other.records - one.records || (one.id < other.id ? -1 : 1));
  const after = {
    problems: opened.length,
    records: opened.reduce((sum, { records }) => sum + records, 0),
    largest: largest.slice(0, NAMED_MAX).map(({ id, ...rest }) => ({ problem: id, ...rest })),
  };
  return [{ action: 'problems.opened', subject: { type: 'problem', id: null }, after }];
}
