import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import {
  type ImportPhase,
  type ImportProblem,
  LISTED_PROBLEMS_MAX,
  type ProblemGroup,
  type ProblemPage,
} from './import-contract.ts';
import { readRun } from './read-run.ts';

const ORDER = 'problems';
const NO_ID = '00000000-0000-0000-0000-000000000000';
const GROUPS_MAX = 100;

export type ProblemRequest = { phase: ImportPhase; limit: number; cursor: string | null };

/** Gives a page of what is wrong in a file, by row and column, with complete counts by problem. Throws `not_found`, `invalid_input`. */
export async function listImportProblems(ctx: Ctx, id: string, page: ProblemRequest): Promise<ProblemPage> {
  requirePermission(ctx, 'import:create');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.int().min(0));
  const isBackward = cursor?.towards === 'previous';
  const [rows, groups, listed] = await ctx.transaction(async (tx) => {
    const run = await readRun(ctx, tx, id);
    const here = Prisma.sql`tenant_id = ${ctx.tenantId}::uuid AND import_id = ${run.id}::uuid AND phase = ${page.phase}`;
    const beyond =
      cursor === null
        ? Prisma.empty
        : Prisma.sql`AND (row_no, position) ${Prisma.raw(isBackward ? '<' : '>')} (${Number(cursor.value)}::int, ${cursor.position}::int)`;
    const way = Prisma.raw(isBackward ? 'DESC' : 'ASC');
    const problems = await tx.$queryRaw<(ImportProblem & { position: number })[]>`
      SELECT row_no AS row, position, column_name AS column, field, value, message FROM import_problem
       WHERE ${here} ${beyond} ORDER BY row_no ${way}, position ${way} LIMIT ${page.limit + 1}::int`;
    const kinds = await tx.$queryRaw<ProblemGroup[]>`
      SELECT e ->> 'column' AS column, e ->> 'field' AS field, e ->> 'message' AS message, sum((g ->> 'rows')::int)::int AS rows,
             min((g ->> 'firstRow')::int) AS "firstRow"
        FROM import_batch b, json_array_elements(b.rejections -> 'groups') g, json_array_elements(g -> 'errors') e
       WHERE ${here} AND b.rejections IS NOT NULL
       GROUP BY 1, 2, 3 ORDER BY 4 DESC, 5, 3 LIMIT ${GROUPS_MAX}::int`;
    const [{ count }] = await tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM import_problem WHERE ${here}`;
    return [problems, kinds, count] as const;
  });
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();
  const cursorAt = (row: (typeof rows)[number] | undefined, towards: 'next' | 'previous') =>
    row === undefined
      ? null
      : writeCursor({ order: ORDER, value: row.row, id: NO_ID, towards, position: row.position });
  return {
    problems: shown.map(({ position: _position, ...problem }) => problem),
    nextCursor: (isBackward ? true : hasMore) ? cursorAt(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? cursorAt(shown.at(0), 'previous') : null,
    groups,
    isCut: listed >= LISTED_PROBLEMS_MAX,
  };
}
