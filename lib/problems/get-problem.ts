import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { AboutType } from '#lib/causes/causes.ts';
import { notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { findProblem } from './find-problem.ts';
import { withFormer } from './former-problems.ts';
import { parseInput } from './parse-input.ts';
import {
  type GetProblemInput,
  getProblemInput,
  type ProblemEvent,
  type ProblemMessage,
  type ProblemPage,
  type ProblemSolution,
} from './problem-contract.ts';
import { type StoredProblem, toProblemRow } from './problem-row.ts';
import { NO_FIGURES, readFound } from './read-found.ts';

const MESSAGES_MAX = 20;
const EVENTS_MAX = 200;
const BEFORE_MAX = 5;

/**
 * Gives one problem whole: its figures of this moment, the exact messages behind it, what was done, what worked before,
 * and a page of its records. Throws `not_found`, and `invalid_input` for a cursor of another list.
 */
export async function getProblem(ctx: Ctx, input: GetProblemInput): Promise<ProblemPage> {
  requirePermission(ctx, 'problem:read');
  const parsed = getProblemInput.safeParse(input);
  if (!parsed.success && parsed.error.issues.some(({ path }) => path[0] === 'id')) throw notFound('The problem');
  const { id, recordsCursor, recordsLimit } = parseInput(getProblemInput, input);
  const page = await ctx.transaction(
    async (tx) => {
      const problem = await findProblem(ctx, tx, id);
      const [found] = (await readFound(ctx, tx, problem)).problems;
      const solutions = await readSolutions(ctx, tx, problem);
      const solution =
        problem.state === 'solved' ? (solutions.find(({ problemId }) => problemId === id) ?? null) : null;
      return {
        ...toProblemRow(ctx, problem),
        figures: found?.figures ?? NO_FIGURES,
        ...(await readMessages(ctx, tx, problem)),
        events: await readEvents(ctx, tx, problem),
        solution,
        workedBefore: solutions.filter((one) => one !== solution && one.how !== 'regrouped').slice(0, BEFORE_MAX),
      };
    },
    { isSnapshot: true },
  );
  if (!ctx.permissions.has('record:read')) return { ...page, records: null };
  const records = await listRecords(
    ctx,
    { ...EVERY_RECORD, problemId: id },
    { sort: DEFAULT_SORT, limit: recordsLimit, cursor: recordsCursor ?? null },
  );
  return { ...page, records };
}

type MessageRow = ProblemMessage & { hundredths: number; all: number };

async function readMessages(
  { tenantId }: Ctx,
  tx: TenantTx,
  { problemKey, connectionId }: StoredProblem,
): Promise<Pick<ProblemPage, 'messages' | 'furtherMessages'>> {
  const rows = await tx.$queryRaw<MessageRow[]>`
    WITH own AS MATERIALIZED (
      SELECT * FROM message_diagnosis d WHERE d.tenant_id = ${tenantId}::uuid AND d.problem_key = ${problemKey}::uuid),
    counted AS (
      SELECT r.error_message_id, coalesce(r.error_code, '') AS error_code,
             count(*) FILTER (WHERE r.sync_status = 2)::int AS failed, count(*) FILTER (WHERE r.sync_status = 0)::int AS waiting
        FROM sync_record r
       WHERE r.tenant_id = ${tenantId}::uuid AND r.error_message_id = ANY (ARRAY(SELECT message_id FROM own))
         AND r.excluded_at IS NULL AND r.sync_status <> 1 AND r.connection_id IS NOT DISTINCT FROM ${connectionId}::uuid
       GROUP BY 1, 2)
    SELECT f.*, m.message
      FROM (SELECT o.message_id AS "messageId", nullif(o.error_code, '') AS "errorCode", o.confidence AS hundredths, o.evidence,
                   o.is_assigned AS "isAssigned", coalesce(c.failed, 0) AS failed, coalesce(c.waiting, 0) AS waiting,
                   count(*) OVER ()::int AS "all"
              FROM own o
              LEFT JOIN counted c ON c.error_message_id = o.message_id AND c.error_code = o.error_code
             ORDER BY coalesce(c.failed, 0) + coalesce(c.waiting, 0) DESC, o.diagnosed_at DESC, o.message_id, o.error_code
             LIMIT ${MESSAGES_MAX}::int) f
      JOIN error_message m ON m.tenant_id = ${tenantId}::uuid AND m.id = f."messageId"
     ORDER BY f.failed + f.waiting DESC, f."messageId", f."errorCode"`;
  const messages = rows.map(({ hundredths, all: _, ...row }) => ({ ...row, confidence: hundredths / 100 }));
  return { messages, furtherMessages: (rows[0]?.all ?? 0) - messages.length };
}

type EventRow = Omit<ProblemEvent, 'actor' | 'at'> & {
  at: Date;
  actorType: ProblemEvent['actor']['type'];
  actorName: string;
};

async function readEvents({ tenantId }: Ctx, tx: TenantTx, problem: StoredProblem): Promise<ProblemEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT id, at, actor_type AS "actorType", actor_name AS "actorName", action, before, after, note FROM audit_event
     WHERE tenant_id = ${tenantId}::uuid AND subject_type = 'problem'
       AND subject_id IN ${withFormer(tenantId, problem.id)}
       AND (subject_id = ${problem.id}::uuid OR action = 'problem.noted')
     ORDER BY id DESC LIMIT ${EVENTS_MAX}::int`;
  const events = rows.map(({ actorType, actorName, at, ...event }) => ({
    ...event,
    at: at.toISOString(),
    actor: { type: actorType, name: actorName },
  }));
  const isWhole = events.length < EVENTS_MAX && !events.some(({ action }) => action === 'problem.opened');
  return isWhole ? [...events, openedEvent(problem)] : events;
}

/** What was found together with others has no event of its own in the log. */
function openedEvent({ id, createdAt, cause, aboutName }: StoredProblem): ProblemEvent {
  return {
    id,
    at: createdAt.toISOString(),
    actor: { type: 'job', name: 'problems' },
    action: 'problem.opened',
    before: null,
    after: { cause, about: aboutName },
    note: null,
  };
}

type SolutionRow = Omit<ProblemSolution, 'openedAt' | 'solvedAt' | 'about'> & {
  openedAt: Date;
  solvedAt: Date;
  aboutType: AboutType | null;
  aboutName: string | null;
  aboutId: string | null;
};

/** Of this very problem first, in whatever connection, then of the same cause; the latest first. */
async function readSolutions(
  { tenantId }: Ctx,
  tx: TenantTx,
  { id, problemKey, cause }: StoredProblem,
): Promise<ProblemSolution[]> {
  const rows = await tx.$queryRaw<SolutionRow[]>`
    SELECT s.id, s.problem_id AS "problemId", s.problem_key = ${problemKey}::uuid AS "isSame", p.about_type AS "aboutType",
           p.about_name AS "aboutName", p.about_id AS "aboutId", s.opened_at AS "openedAt", s.solved_at AS "solvedAt", s.how,
           s.solved_by_name AS "solvedByName", s.note, s.proof, s.done
      FROM problem_solution s
      JOIN problem p ON p.tenant_id = s.tenant_id AND p.id = s.problem_id
     WHERE s.tenant_id = ${tenantId}::uuid AND s.cause = ${cause}
     ORDER BY s.problem_id = ${id}::uuid DESC, s.problem_key = ${problemKey}::uuid DESC, s.solved_at DESC, s.id
     LIMIT ${BEFORE_MAX + 1}::int`;
  return rows.map(({ openedAt, solvedAt, aboutType, aboutName, aboutId, ...row }) => ({
    ...row,
    about: aboutType === null ? null : { type: aboutType, name: aboutName, id: aboutId },
    openedAt: openedAt.toISOString(),
    solvedAt: solvedAt.toISOString(),
  }));
}
