import type { Ctx } from '#lib/access/context.ts';
import { addDays, type Day } from '#lib/core/dates.ts';
import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { DescribedProblem } from './describe-problems.ts';
import { moneyKey } from './money-key.ts';
import { stateAtWork } from './next-state.ts';
import type { ProblemState, SolvedHow } from './problem-contract.ts';
import { TREND_DAYS } from './problem-contract.ts';
import { type Found, NO_FIGURES, type ProblemPlace } from './read-found.ts';
import type { KnownProblem } from './read-known.ts';

/** The failures a day of a problem, and the day they end with. */
export type Trends = { trendOf: (place: ProblemPlace) => readonly number[]; today: Day };

/** A problem that was stored anew. */
export type OpenedProblem = { id: string; cause: string; about: string | null; records: number };

/** Stores problems that were met for the first time; one that somebody else stored meanwhile stays as it is. */
export async function insertProblems(
  ctx: Ctx,
  tx: TenantTx,
  problems: readonly DescribedProblem[],
  { trendOf, today }: Trends,
): Promise<OpenedProblem[]> {
  if (problems.length === 0) return [];
  const columns: Column<DescribedProblem>[] = [
    ['id', 'uuid', newId],
    ['problem_key', 'uuid', ({ problemKey }) => problemKey],
    ['connection_id', 'uuid', ({ connectionId }) => connectionId],
    ['cause', 'text', ({ cause }) => cause],
    ['about_type', 'text', ({ aboutType }) => aboutType],
    ['about_name', 'text', ({ aboutName }) => aboutName],
    ['about_id', 'text', ({ aboutId }) => aboutId],
    ['evidence', 'jsonb', ({ evidence }) => evidence],
    ['message_id', 'uuid', ({ messageId }) => messageId],
    ['is_guess', 'boolean', ({ isGuess }) => isGuess],
    ['state', 'text', ({ figures }) => stateAtWork(figures, false)],
    ['first_at', 'timestamptz', ({ firstAt }) => firstAt],
    ['last_at', 'timestamptz', ({ lastAt }) => lastAt],
    ...figureColumns<DescribedProblem>(ctx, (problem) => problem.figures),
    ['trend', 'jsonb', trendOf],
  ];
  return tx.$queryRaw<OpenedProblem[]>`
    INSERT INTO problem (tenant_id, id, problem_key, connection_id, cause, about_type, about_name, about_id, evidence,
                         message_id, is_guess, state, first_seen_at, last_seen_at, opened_at, failed, waiting, kinds,
                         figures, oldest_on, oldest_failed_at, money_key, trend, trend_to)
    SELECT ${ctx.tenantId}::uuid, p.id, p.problem_key, p.connection_id, p.cause, p.about_type, p.about_name, p.about_id,
           ARRAY(SELECT jsonb_array_elements_text(p.evidence)), p.message_id, p.is_guess, p.state, p.first_at, p.last_at,
           p.first_at, p.failed, p.waiting, ARRAY(SELECT jsonb_array_elements_text(p.kinds)), p.figures, p.oldest_on,
           p.oldest_failed_at, p.money_key, ARRAY(SELECT (jsonb_array_elements_text(p.trend))::int), ${today}::date
      FROM ${recordset('p', problems, columns)}
    ON CONFLICT (tenant_id, problem_key, connection_id) DO NOTHING
    RETURNING id, cause, about_name AS about, records_key AS records`;
}

/** A stored problem and what the records show of it now. */
export type FigureChange = { problem: KnownProblem; found: Found | null };

/** Writes the figures of problems that have others now; gives how many. The version stays: nobody decided anything. */
export async function updateFigures(
  ctx: Ctx,
  tx: TenantTx,
  all: readonly FigureChange[],
  { trendOf, today }: Trends,
): Promise<number> {
  const changes = all.filter((change) => isChanged(change, trendOf(change.problem), today));
  if (changes.length === 0) return 0;
  const columns: Column<FigureChange>[] = [
    ['id', 'uuid', ({ problem }) => problem.id],
    ['is_guess', 'boolean', ({ problem, found }) => found?.isGuess ?? problem.isGuess],
    ['first_at', 'timestamptz', ({ problem, found }) => found?.firstAt ?? problem.firstSeenAt.toISOString()],
    ['last_at', 'timestamptz', ({ problem, found }) => found?.lastAt ?? problem.lastSeenAt.toISOString()],
    ...figureColumns<FigureChange>(ctx, ({ found }) => found?.figures ?? NO_FIGURES),
    ['trend', 'jsonb', ({ problem }) => trendOf(problem)],
  ];
  return tx.$executeRaw`
    UPDATE problem p
       SET is_guess = n.is_guess, first_seen_at = least(p.first_seen_at, n.first_at), last_seen_at = greatest(p.last_seen_at, n.last_at),
           -- what is told late of a problem that never was solved was part of it from the beginning
           opened_at = CASE WHEN p.reopened_count = 0 AND p.state <> 'solved' THEN least(p.opened_at, n.first_at) ELSE p.opened_at END,
           failed = n.failed, waiting = n.waiting, kinds = ARRAY(SELECT jsonb_array_elements_text(n.kinds)),
           figures = n.figures, oldest_on = n.oldest_on, oldest_failed_at = n.oldest_failed_at, money_key = n.money_key,
           trend = ARRAY(SELECT (jsonb_array_elements_text(n.trend))::int), trend_to = ${today}::date, updated_at = now()
      FROM ${recordset('n', changes, columns)}
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = n.id`;
}

/** A change of state that the worker decided; `version` is the one that it decided by. */
export type ProblemMove = {
  id: string;
  version: number;
  state: ProblemState;
  solvedHow: SolvedHow | null;
  /** Of a solved one: the latest attempt that proves it; null: this moment. */
  solvedThrough: string | null;
  /** Of one that came back: its first failure. */
  reopenedAt: string | null;
};

const MOVE_COLUMNS: readonly Column<ProblemMove>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['version', 'integer', ({ version }) => version],
  ['state', 'text', ({ state }) => state],
  ['solved_how', 'text', ({ solvedHow }) => solvedHow],
  ['solved_through', 'timestamptz', ({ solvedThrough }) => solvedThrough],
  ['reopened_at', 'timestamptz', ({ reopenedAt }) => reopenedAt],
];

/** Moves problems that nobody has moved since they were read; gives the ids of those. */
export async function moveProblems(ctx: Ctx, tx: TenantTx, moves: readonly ProblemMove[]): Promise<string[]> {
  if (moves.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE problem p
       SET state = m.state, version = p.version + 1, updated_at = now(),
           solved_at = CASE WHEN m.state = 'solved' THEN now() END,
           solved_how = m.solved_how,
           solved_through = CASE WHEN m.state = 'solved' THEN coalesce(m.solved_through, now()) END,
           opened_at = coalesce(m.reopened_at, p.opened_at),
           reopened_count = p.reopened_count + (m.reopened_at IS NOT NULL)::int,
           acknowledged_at = CASE WHEN m.reopened_at IS NULL AND m.state <> 'solved' THEN p.acknowledged_at END,
           acknowledged_by_name = CASE WHEN m.reopened_at IS NULL AND m.state <> 'solved' THEN p.acknowledged_by_name END,
           due_on = CASE WHEN m.reopened_at IS NULL THEN p.due_on END,
           grouped_under = CASE WHEN m.state = 'solved' THEN p.grouped_under END,
           muted_until = NULL, muted_above = NULL, muted_currency = NULL, muted_by_name = NULL
      FROM ${recordset('m', moves, MOVE_COLUMNS)}
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = m.id AND p.version = m.version
    RETURNING p.id`;
  return rows.map(({ id }) => id);
}

function figureColumns<Row>(ctx: Ctx, figuresOf: (row: Row) => Found['figures']): Column<Row>[] {
  return [
    ['failed', 'integer', (row) => figuresOf(row).failed],
    ['waiting', 'integer', (row) => figuresOf(row).waiting],
    ['kinds', 'jsonb', (row) => figuresOf(row).kinds.map(({ kind }) => kind)],
    ['figures', 'jsonb', (row) => ({ kinds: figuresOf(row).kinds, money: figuresOf(row).money })],
    ['oldest_on', 'date', (row) => figuresOf(row).oldestOn],
    ['oldest_failed_at', 'timestamptz', (row) => figuresOf(row).oldestFailedAt],
    ['money_key', 'text', (row) => moneyKey(figuresOf(row).money, ctx.tenant.currency)],
  ];
}

function isChanged({ problem, found }: FigureChange, trend: readonly number[], today: Day): boolean {
  const figures = found?.figures ?? NO_FIGURES;
  const { kinds, money } = problem.figures;
  return (
    summary(figures.kinds, figures.money) !== summary(kinds, money) ||
    figures.oldestOn !== problem.oldestOn ||
    figures.oldestFailedAt !== (problem.oldestFailedAt?.toISOString() ?? null) ||
    (found !== null &&
      (found.isGuess !== problem.isGuess ||
        found.firstAt < problem.firstSeenAt.toISOString() ||
        found.lastAt > problem.lastSeenAt.toISOString())) ||
    trendFrom(trend, today, today) !== trendFrom(problem.trend, problem.trendTo ?? today, today)
  );
}

/** The database keeps the order of lists, but not that of the fields within. */
function summary(kinds: Found['figures']['kinds'], money: Found['figures']['money']): string {
  return JSON.stringify([
    kinds.map(({ kind, failed, waiting }) => [kind, failed, waiting]),
    money.map(({ currency, amount, records }) => [currency, amount, records]),
  ]);
}

/** The days of a trend that have failures, so that a day that merely went by changes nothing. */
function trendFrom(trend: readonly number[], endsOn: Day, today: Day): string {
  const first = addDays(today, 1 - TREND_DAYS);
  return trend
    .map((failures, index) => [addDays(endsOn, index + 1 - trend.length), failures] as const)
    .filter(([day, failures]) => failures > 0 && day >= first)
    .map((entry) => entry.join(' '))
    .join();
}
