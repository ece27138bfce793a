import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Cursor, readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { NONE } from '#lib/records/list-contract.ts';
import { parseInput } from './parse-input.ts';
import {
  type BlockedMoney,
  type ListProblemsInput,
  listProblemsInput,
  PROBLEM_STATES,
  type ProblemList,
  type ProblemSort,
  type ProblemState,
  type StateFilter,
} from './problem-contract.ts';
import { PROBLEM_COLUMNS, PROBLEM_JOINS, type StoredProblem, toProblemRow } from './problem-row.ts';

type Filter = z.output<typeof listProblemsInput>;
type Sorted = StoredProblem & { sortValue: string | number };

const time = z.iso.datetime().refine((value) => value >= '1' && value < '9');
const ISO = (column: string) => Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** The column of each order, which way it goes, and what its cursors may hold. */
const ORDERS: Record<
  ProblemSort,
  { column: Prisma.Sql; value: Prisma.Sql; type: Prisma.Sql; isFalling: boolean; values: z.ZodType<string | number> }
> = {
  money: {
    column: Prisma.raw('p.money_key'),
    value: Prisma.raw('p.money_key'),
    type: Prisma.raw('varchar COLLATE "C"'),
    isFalling: true,
    values: z.string().regex(/^\d{0,40}$/),
  },
  age: order('p.opened_at', false),
  records: {
    column: Prisma.raw('p.records_key'),
    value: Prisma.raw('p.records_key'),
    type: Prisma.raw('integer'),
    isFalling: true,
    values: z.int().min(0).max(2_147_483_647),
  },
  recent: order('p.last_seen_at', true),
};

function order(column: string, isFalling: boolean) {
  return { column: Prisma.raw(column), value: ISO(column), type: Prisma.raw('timestamptz'), isFalling, values: time };
}

/**
 * Gives one page of the problems that match, how many there are of each state, and what failed for no reason that anybody
 * told. The figures are those of the last look at the records. Throws `invalid_input`, also for a cursor of another list.
 */
export async function listProblems(ctx: Ctx, input: ListProblemsInput = {}): Promise<ProblemList> {
  requirePermission(ctx, 'problem:read');
  const filter = parseInput(listProblemsInput, input);
  const cursor = filter.cursor == null ? null : readCursor(filter.cursor, orderOf(filter), ORDERS[filter.sort].values);
  return ctx.transaction(async (tx) => {
    const rows = await readRows(ctx, tx, filter, cursor);
    const isBackward = cursor?.towards === 'previous';
    const hasMore = rows.length > filter.limit;
    const shown = rows.slice(0, filter.limit);
    if (isBackward) shown.reverse();
    const position = cursor === null ? 0 : isBackward ? Math.max(0, cursor.position - shown.length) : cursor.position;
    const at = (row: Sorted | undefined, towards: Cursor['towards'], place: number) =>
      row === undefined
        ? null
        : writeCursor({ order: orderOf(filter), value: row.sortValue, id: row.id, towards, position: place });
    return {
      problems: shown.map((row) => toProblemRow(ctx, row)),
      position,
      nextCursor: isBackward || hasMore ? at(shown.at(-1), 'next', position + shown.length) : null,
      previousCursor: (isBackward ? hasMore : cursor !== null) ? at(shown[0], 'previous', position) : null,
      states: await countStates(ctx, tx, filter),
      ...(await readGathering(ctx, tx)),
    };
  });
}

/** A cursor goes on in the order of its own list alone. */
function orderOf({ sort, state }: Filter): string {
  return `problems ${sort} ${state}`;
}

async function readRows(ctx: Ctx, tx: TenantTx, filter: Filter, cursor: Cursor | null): Promise<Sorted[]> {
  const { column, value, type, isFalling } = ORDERS[filter.sort];
  const isDescending = isFalling !== (cursor?.towards === 'previous');
  const direction = Prisma.raw(isDescending ? 'DESC' : 'ASC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (${column}, p.id) ${Prisma.raw(isDescending ? '<' : '>')} (${cursor.value}::${type}, ${cursor.id}::uuid)`;
  return tx.$queryRaw<Sorted[]>`
    SELECT ${PROBLEM_COLUMNS}, ${value} AS "sortValue"
      FROM (SELECT p.* FROM problem p
             WHERE ${conditions(ctx, filter)} AND ${inState(filter.state)} ${beyond}
             ORDER BY ${column} ${direction}, p.id ${direction} LIMIT ${filter.limit + 1}::int) p ${PROBLEM_JOINS}
     ORDER BY ${column} ${direction}, p.id ${direction}`;
}

/** All but the state. */
function conditions(ctx: Ctx, { cause, assignee, connection, kind }: Filter): Prisma.Sql {
  const parts = [Prisma.sql`p.tenant_id = ${ctx.tenantId}::uuid`];
  if (cause != null) parts.push(Prisma.sql`p.cause = ${cause}`);
  if (assignee === NONE) {
    // Whoever is a member no more looks after nothing.
    parts.push(
      Prisma.sql`NOT EXISTS (SELECT FROM membership m WHERE m.tenant_id = p.tenant_id AND m.user_id = p.assigned_to)`,
    );
  } else if (assignee != null) parts.push(Prisma.sql`p.assigned_to = ${assignee}::uuid`);
  if (connection === NONE) parts.push(Prisma.sql`p.connection_id IS NULL`);
  else if (connection != null) parts.push(Prisma.sql`p.connection_id = ${connection}::uuid`);
  if (kind != null) parts.push(Prisma.sql`${kind} = ANY (p.kinds)`);
  return Prisma.join(parts, ' AND ');
}

function inState(state: StateFilter): Prisma.Sql {
  if (state === 'all') return Prisma.sql`true`;
  if (state === 'unsolved') return Prisma.sql`p.state <> 'solved' AND p.state <> 'muted'`;
  return state === 'solved' ? Prisma.sql`p.state = 'solved'` : Prisma.sql`p.state <> 'solved' AND p.state = ${state}`;
}

async function countStates(ctx: Ctx, tx: TenantTx, filter: Filter): Promise<Record<ProblemState, number>> {
  const rows = await tx.$queryRaw<{ state: ProblemState; count: number }[]>`
    SELECT p.state, count(*)::int AS count FROM problem p WHERE ${conditions(ctx, filter)} GROUP BY p.state`;
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(PROBLEM_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
    ProblemState,
    number
  >;
}

async function readGathering(ctx: Ctx, tx: TenantTx): Promise<Pick<ProblemList, 'unexplained' | 'gatheredAt'>> {
  const [row] = await tx.$queryRaw<
    { unexplained: { records: number; money: BlockedMoney[] }; gatheredAt: Date | null }[]
  >`
    SELECT unexplained, gathered_at AS "gatheredAt" FROM problem_gathering WHERE tenant_id = ${ctx.tenantId}::uuid`;
  return {
    unexplained: row?.unexplained ?? { records: 0, money: [] },
    gatheredAt: row?.gatheredAt?.toISOString() ?? null,
  };
}
